/** All venues (`/venues/`), or one venue with its events (`/venues/van-wezel-3`). */
import Head from "next/head";
import { useRouter } from "next/router";

import { idIn } from "@/events/paths";
import { VenueDetails } from "@/venues/VenueDetails";
import { VenueList } from "@/venues/VenueList";
import { usePage } from "@/language/page";
import { titled } from "@/layout/town";

export default function VenuesPage() {
  const router = useRouter();
  const texts = usePage();
  const id = router.isReady ? idIn(router.asPath) : undefined;
  return (
    <>
      <Head>
        <title key="title">{titled(texts.venues.title)}</title>
      </Head>
      {id ? <VenueDetails key={id} id={id} /> : <VenueList ready={router.isReady} />}
    </>
  );
}
