import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

/**
 * The browser gets Preact instead of React. It renders the same components and saves 50 KB gzipped, about half of the
 * JavaScript on a first visit. The build still renders the pages with React.
 */
const PREACT_ALIASES = {
  "react/jsx-runtime$": "preact/jsx-runtime",
  "react-dom/client$": "preact/compat/client",
  "react-dom$": "preact/compat",
  react$: "preact/compat",
};

/** The API that `make web-dev` proxies to. In production the API itself serves the built page. */
const API = process.env.API_ORIGIN ?? "http://127.0.0.1:8000";
const API_PATHS = ["/api/:path*", "/feeds/:path*", "/submit/:path*", "/widget/:path*", "/brand/:path*", "/oembed"];

/** Readable addresses (app/api/pages/public.py), with the page whose script shows them. In production the API answers them. */
const PAGES = {
  "/:day(today|tomorrow|this-weekend|this-week|next-week)": "/",
  "/my-list": "/my-list/",
  "/:year(\\d{4})/:month(\\d{2})/:day(\\d{2})": "/",
  "/events/:name": "/events/",
  "/venues/:name": "/venues/",
  "/:category([a-z][a-z0-9-]*)": "/",
};

/** @returns {import("next").NextConfig} */
export default function config(phase) {
  const developing = phase === PHASE_DEVELOPMENT_SERVER;
  return {
    reactStrictMode: true,
    trailingSlash: true,
    // Links keep their addresses as written: `/today` without a slash.
    skipTrailingSlashRedirect: true,
    poweredByHeader: false,
    // Back returns to the same place of a list.
    experimental: { scrollRestoration: true },
    ...(developing
      ? {
          // In a container the server listens on 0.0.0.0, and would refuse live reload at this address.
          allowedDevOrigins: ["127.0.0.1"],
          rewrites: async () => ({
            beforeFiles: API_PATHS.map((source) => ({ source, destination: `${API}${source}` })),
            fallback: Object.entries(PAGES).map(([source, destination]) => ({ source, destination })),
          }),
        }
      : { output: "export" }),
    webpack: (bundle, { dev, isServer }) => {
      if (!dev && !isServer) Object.assign(bundle.resolve.alias, PREACT_ALIASES);
      return bundle;
    },
  };
}
