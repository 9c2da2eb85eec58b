/** The page for unknown URLs. */
import Head from "next/head";

import { ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { useShowApp } from "@/layout/served";
import { usePage } from "@/language/page";
import { titled } from "@/layout/town";

export default function NotFound() {
  useShowApp(true);
  const texts = usePage();
  return (
    <>
      <Head>
        <title key="title">{titled(texts.missing.title)}</title>
      </Head>
      <h1 className="visually-hidden">Marquee</h1>
      <EmptyState
        title={texts.missing.title}
        action={
          <ButtonLink look="primary" href="/">
            {texts.list.seeAll}
          </ButtonLink>
        }
      >
        {texts.missing.text}
      </EmptyState>
    </>
  );
}
