import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

/**
 * In the browser Preact stands for React: it renders the same components and is 50 KB (gzipped) smaller, which is half
 * of what a visitor's phone has to load. The pages are still rendered by React while they are built.
 */
const PREACT = {
  "react/jsx-runtime$": "preact/jsx-runtime",
  "react-dom/client$": "preact/compat/client",
  "react-dom$": "preact/compat",
  react$: "preact/compat",
};

/** Where `make web-dev` finds the API: the built page is served by the API itself. */
const API = process.env.API_ORIGIN ?? "http://127.0.0.1:8000";
const OF_THE_API = ["/api/:path*", "/feeds/:path*", "/plain/:path*"];

/** @returns {import("next").NextConfig} */
export default function config(phase) {
  const developing = phase === PHASE_DEVELOPMENT_SERVER;
  return {
    reactStrictMode: true,
    trailingSlash: true,
    poweredByHeader: false,
    ...(developing
      ? {
          skipTrailingSlashRedirect: true,
          rewrites: async () => OF_THE_API.map((source) => ({ source, destination: `${API}${source}` })),
        }
      : { output: "export" }),
    webpack: (bundle, { dev, isServer }) => {
      if (!dev && !isServer) Object.assign(bundle.resolve.alias, PREACT);
      return bundle;
    },
  };
}
