/** Wraps every page in its frame. Imports all styles, so that they form one cached file and none is injected later (style-src 'self'). */
import type { NextPage } from "next";
import type { AppProps } from "next/app";
import Head from "next/head";
import { useRouter } from "next/router";
import { useEffect, type ReactElement, type ReactNode } from "react";

import { useVisitorsLanguage } from "@/language/languages";
import { pageTexts } from "@/language/page";
import { Shell } from "@/layout/Shell";
import { leaveServed } from "@/layout/served";

import "@/styles/tokens.css";
import "@/styles/base.css";
import "@/styles/layout.css";
import "@/styles/components.css";
import "@/styles/events.css";
import "@/styles/kinds.css";
import "@/styles/calendar.css";
import "@/styles/map.css";
import "@/styles/front.css";
import "@/styles/admin.css";
import "@/styles/picking.css";
import "@/styles/desk.css";
import "@/styles/print.css";

/** A page sets `frame` to replace the public frame. */
export type FramedPage = NextPage & { frame?: (page: ReactElement) => ReactNode };

export default function App({ Component, pageProps }: AppProps & { Component: FramedPage }) {
  const { events } = useRouter();
  useEffect(() => {
    events.on("routeChangeComplete", leaveServed);
    return () => events.off("routeChangeComplete", leaveServed);
  }, [events]);
  useEffect(() => {
    if (process.env.NODE_ENV === "production") navigator.serviceWorker?.register("/worker.js").catch(() => undefined);
  }, []);
  useVisitorsLanguage();
  const frame = Component.frame ?? ((page: ReactElement) => <Shell>{page}</Shell>);
  return (
    <>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title key="title">{`Marquee: ${pageTexts().front.title}`}</title>
      </Head>
      {frame(<Component {...pageProps} />)}
    </>
  );
}
