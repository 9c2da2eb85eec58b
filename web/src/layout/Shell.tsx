/** The frame of every public page: header, content and footer. */
import Link from "next/link";
import type { ReactNode } from "react";

import { Icon } from "@/components/Icon";
import { ThemeToggle } from "@/layout/ThemeToggle";

export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="top">
        <div className="top__line">
          <Link className="top__name" href="/">
            <Icon name="mark" className="top__mark" />
            Marquee
          </Link>
          <nav className="top__links" aria-label="Main">
            <Link className="button button--quiet" href="/venues/">
              Venues
            </Link>
            <ThemeToggle />
          </nav>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="foot__line">
          <a href="/api/docs">API reference</a>
          <a href="/admin/">Back office</a>
        </div>
      </footer>
    </div>
  );
}
