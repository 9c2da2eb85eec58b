/** Nothing is at this address. */
import Head from "next/head";

import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";

export default function NotFound() {
  return (
    <>
      <Head>
        <title key="title">Not found: Marquee</title>
      </Head>
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        title="There is nothing at this address"
        action={
          <ButtonLink look="primary" href="/">
            See what is on
          </ButtonLink>
        }
      >
        The event may have been withdrawn by its source, or the link is not whole.
      </EmptyState>
    </>
  );
}
