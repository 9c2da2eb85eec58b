/** Every page's frame. All style sheets come in here: one file, cached once, and none injected later (style-src 'self'). */
import type { NextPage } from "next";
import type { AppProps } from "next/app";
import Head from "next/head";
import type { ReactElement, ReactNode } from "react";

import { Shell } from "@/layout/Shell";

import "@/styles/tokens.css";
import "@/styles/base.css";
import "@/styles/layout.css";
import "@/styles/components.css";
import "@/styles/events.css";
import "@/styles/admin.css";

/** A page that wants another frame than the public one sets `frame`. */
export type FramedPage = NextPage & { frame?: (page: ReactElement) => ReactNode };

export default function App({ Component, pageProps }: AppProps & { Component: FramedPage }) {
  const frame = Component.frame ?? ((page: ReactElement) => <Shell>{page}</Shell>);
  return (
    <>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title key="title">Marquee: what is on</title>
      </Head>
      {frame(<Component {...pageProps} />)}
    </>
  );
}
