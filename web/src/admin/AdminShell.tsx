/** The frame of every back-office page: header, current user, menu and content. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useEffect, useState, type ReactNode } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { NoScript } from "@/admin/NoScript";
import { Icon } from "@/components/Icon";
import { LanguageChoice } from "@/layout/LanguageChoice";
import { ThemeToggle } from "@/layout/ThemeToggle";
import { hasScope, isCurrent, NAVIGATION } from "@/admin/navigation";
import { SessionGate, useLogOut, useSession } from "@/admin/session";
import { ToastProvider } from "@/admin/toast";
import { useLanguage } from "@/language/languages";
import { useOffice } from "@/language/office";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useInterval } from "@/admin/useInterval";

export function AdminShell({ children }: { children: ReactNode }) {
  return (
    <ToastProvider>
      <SessionGate frame={(content) => <Frame>{content}</Frame>}>{children}</SessionGate>
    </ToastProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { pathname } = useRouter();
  const texts = useOffice();
  const language = useLanguage();
  const [menuOpen, setMenuOpen] = useState(false);
  useEffect(() => setMenuOpen(false), [pathname]);
  return (
    <div className="shell admin" lang={language}>
      <a className="skip" href="#content">
        {texts.shell.skip}
      </a>
      <header className="top">
        <div className="top__line">
          <Link className="top__name" href="/admin/">
            <Icon name="mark" className="top__mark" />
            Marquee <span className="admin__word">{texts.shell.name}</span>
          </Link>
          <div className="top__links">
            <CurrentUser />
            <ThemeToggle />
            <Button className="admin__menu" aria-expanded={menuOpen} aria-controls="admin-nav" onClick={() => setMenuOpen(!menuOpen)}>
              {texts.shell.menu}
            </Button>
          </div>
        </div>
      </header>
      <div className="admin__body">
        <Navigation open={menuOpen} path={pathname} />
        <main id="content" tabIndex={-1}>
          <Stopped />
          {children}
          <NoScript />
        </main>
      </div>
    </div>
  );
}

/** Says so when Beat, the workers, or Redis have stopped. */
function Stopped() {
  const texts = useOffice();
  const session = useSession();
  const remote = useAdminRemote(session ? "harvesting" : null, (signal) => unwrap(api.GET("/api/health", { signal })));
  useInterval(60_000, remote.retry);
  const missing = remote.value?.missing;
  return missing ? (
    <p className="notice" aria-live="polite">
      {texts.shell.stopped[missing]} {texts.shell.doctor}
    </p>
  ) : null;
}

function Navigation({ open, path }: { open: boolean; path: string }) {
  const session = useSession();
  const texts = useOffice();
  const scope = session?.scope ?? "read";
  return (
    <nav id="admin-nav" className="admin-nav" data-open={open} aria-label={texts.shell.name}>
      {NAVIGATION.map((group) => ({ ...group, entries: group.entries.filter((entry) => hasScope(scope, entry.scope)) }))
        .filter((group) => group.entries.length > 0)
        .map((group) => (
          <div key={group.name} className="admin-nav__group">
            <h2 className="admin-nav__head">{texts.nav[group.name]}</h2>
            <ul role="list">
              {group.entries.map((entry) => (
                <li key={entry.href}>
                  <Link className="admin-nav__link" href={entry.href} aria-current={isCurrent(entry, path) ? "page" : undefined}>
                    {texts.nav[entry.name]}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      <OtherLinks loggedIn={session !== null} />
    </nav>
  );
}

function OtherLinks({ loggedIn }: { loggedIn: boolean }) {
  const texts = useOffice();
  const { value } = useAdminRemote(loggedIn ? "links" : null, (signal) => unwrap(api.GET("/api/beside", { signal })));
  return (
    <div className="admin-nav__group">
      <h2 className="admin-nav__head">{texts.nav.links}</h2>
      <ul role="list">
        {value?.flower_url && (
          <li>
            <a className="admin-nav__link" href={value.flower_url} rel="noreferrer">
              {texts.nav.flower}
            </a>
          </li>
        )}
        <li>
          <a className="admin-nav__link" href="/">
            {texts.nav.page}
          </a>
        </li>
        <li>
          <a className="admin-nav__link" href="/api/docs">
            {texts.nav.reference}
          </a>
        </li>
      </ul>
      <LanguageChoice label={texts.language} />
    </div>
  );
}

function CurrentUser() {
  const texts = useOffice();
  const session = useSession();
  const logOut = useLogOut();
  const { busy, run } = useAction();
  if (!session) return null;
  return (
    <>
      <span className="admin__who small soft">
        {session.name.replace(/^account:/, "")} · {texts.shell.scopes[session.scope]}
      </span>
      <Button look="quiet" disabled={busy} onClick={() => void run(logOut, texts.shell.loggedOut)}>
        {texts.shell.logOut}
      </Button>
    </>
  );
}
