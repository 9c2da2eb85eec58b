/** All venues (`/venues/`), or one venue with its events (`/venues/?id=3`). */
import Head from "next/head";
import { useRouter } from "next/router";

import { VenueDetails } from "@/venues/VenueDetails";
import { VenueList } from "@/venues/VenueList";

export default function VenuesPage() {
  const router = useRouter();
  const id = router.query.id;
  return (
    <>
      <Head>
        <title key="title">Venues | Marquee</title>
      </Head>
      {typeof id === "string" ? <VenueDetails key={id} id={Number(id)} /> : <VenueList ready={router.isReady} />}
      <noscript>
        <p className="card">
          This page needs JavaScript. The <a href="/plain/">plain HTML pages</a> show the same events without it.
        </p>
      </noscript>
    </>
  );
}
