/** The frame of the pages that people see before they have logged in. */
import Head from "next/head";
import Link from "next/link";
import type { ReactNode } from "react";

import { NoScript } from "@/admin/NoScript";
import { Icon } from "@/components/Icon";
import { useOffice, type OfficeTexts } from "@/language/office";
import { ThemeToggle } from "@/layout/ThemeToggle";

export function LoginFrame({ title, children }: { title: (texts: OfficeTexts) => string; children: ReactNode }) {
  const texts = useOffice();
  return (
    <div className="shell">
      <Head>
        <title key="title">{texts.shell.tab(title(texts))}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <header className="top">
        <div className="top__line">
          <Link className="top__name" href="/">
            <Icon name="mark" className="top__mark" />
            Marquee
          </Link>
          <div className="top__links">
            <ThemeToggle />
          </div>
        </div>
      </header>
      <main id="content" className="login-page">
        {children}
        <NoScript />
      </main>
    </div>
  );
}
