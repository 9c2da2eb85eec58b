/** The page for unknown URLs. */
import Head from "next/head";

import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { useShowApp } from "@/layout/served";

export default function NotFound() {
  useShowApp(true);
  return (
    <>
      <Head>
        <title key="title">Page not found | Marquee</title>
      </Head>
      <h1 className="visually-hidden">Marquee</h1>
      <EmptyState
        title="Page not found"
        action={
          <ButtonLink look="primary" href="/">
            See upcoming events
          </ButtonLink>
        }
      >
        The source may have removed the event, or the link may be incomplete.
      </EmptyState>
    </>
  );
}
