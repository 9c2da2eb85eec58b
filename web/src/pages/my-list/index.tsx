/** The visitor's own list (`/my-list`). */
import Head from "next/head";

import { MyList } from "@/events/MyList";
import { usePage } from "@/language/page";
import { titled } from "@/layout/town";

export default function MyListPage() {
  const texts = usePage();
  return (
    <>
      <Head>
        <title key="title">{titled(texts.mine.title)}</title>
      </Head>
      <MyList />
    </>
  );
}
