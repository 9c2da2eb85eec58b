/** The visitor's own list (`/my-list`). */
import Head from "next/head";

import { MyList } from "@/events/MyList";
import { usePage } from "@/language/page";

export default function MyListPage() {
  const texts = usePage();
  return (
    <>
      <Head>
        <title key="title">{`${texts.mine.title} | Marquee`}</title>
      </Head>
      <MyList />
    </>
  );
}
