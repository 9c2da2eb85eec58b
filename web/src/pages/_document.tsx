/** The HTML around every page. The security policy allows its one inline script by hash (app/api/pages/page.py). */
import { Head, Html, Main, NextScript } from "next/document";

import { CHOOSE_BEFORE_PAINT } from "@/layout/theme";

export default function Document() {
  return (
    <Html lang="en-US" data-theme="light">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#0a6166" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/site.webmanifest" />
        <link rel="alternate" type="application/rss+xml" title="Events (RSS)" href="/feeds/events.rss" />
        <link rel="alternate" type="application/feed+json" title="Events (JSON Feed)" href="/feeds/events.json" />
        <link rel="alternate" type="text/calendar" title="Events (iCalendar)" href="/feeds/events.ics" />
        <script dangerouslySetInnerHTML={{ __html: CHOOSE_BEFORE_PAINT }} />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
