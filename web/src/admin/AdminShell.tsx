/** The frame of the back office: who works here, where one can go, the content. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useEffect, useState, type ReactNode } from "react";

import { answered, api } from "@/api/client";
import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { ThemeToggle } from "@/layout/ThemeToggle";
import { includes, isAt, NAVIGATION } from "@/admin/navigation";
import { SessionGate, useSession, useSignOut } from "@/admin/session";
import { Teller } from "@/admin/tell";
import { useAct, useOffice } from "@/admin/useOffice";

export function AdminShell({ children }: { children: ReactNode }) {
  return (
    <Teller>
      <SessionGate frame={(content) => <Frame>{content}</Frame>}>{children}</SessionGate>
    </Teller>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { pathname } = useRouter();
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(false), [pathname]);
  return (
    <div className="shell office">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="top">
        <div className="top__line">
          <Link className="top__name" href="/admin/">
            <Icon name="mark" className="top__mark" />
            Marquee <span className="office__word">back office</span>
          </Link>
          <div className="top__links">
            <Who />
            <ThemeToggle />
            <Button className="office__menu" aria-expanded={opened} aria-controls="office-places" onClick={() => setOpened(!opened)}>
              Menu
            </Button>
          </div>
        </div>
      </header>
      <div className="office__body">
        <Places opened={opened} path={pathname} />
        <main id="content" tabIndex={-1}>
          {children}
          <noscript>
            <p className="card">The back office needs JavaScript. `python -m app` does the same at the command line.</p>
          </noscript>
        </main>
      </div>
    </div>
  );
}

function Places({ opened, path }: { opened: boolean; path: string }) {
  const session = useSession();
  const scope = session?.scope ?? "read";
  return (
    <nav id="office-places" className="places" data-opened={opened} aria-label="Back office">
      {NAVIGATION.map((group) => ({ ...group, entries: group.entries.filter((entry) => includes(scope, entry.scope)) }))
        .filter((group) => group.entries.length > 0)
        .map((group) => (
          <div key={group.name} className="places__group">
            <h2 className="places__head">{group.name}</h2>
            <ul role="list">
              {group.entries.map((entry) => (
                <li key={entry.href}>
                  <Link className="places__link" href={entry.href} aria-current={isAt(entry, path) ? "page" : undefined}>
                    {entry.name}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      <Elsewhere known={session !== null} />
    </nav>
  );
}

function Elsewhere({ known }: { known: boolean }) {
  const { value } = useOffice(known ? "beside" : null, (signal) => answered(api.GET("/api/beside", { signal })));
  return (
    <div className="places__group">
      <h2 className="places__head">Elsewhere</h2>
      <ul role="list">
        {value?.flower_url && (
          <li>
            <a className="places__link" href={value.flower_url} rel="noreferrer">
              Flower: workers and queues
            </a>
          </li>
        )}
        <li>
          <a className="places__link" href="/">
            The public page
          </a>
        </li>
        <li>
          <a className="places__link" href="/api/docs">
            The API
          </a>
        </li>
      </ul>
    </div>
  );
}

function Who() {
  const session = useSession();
  const signOut = useSignOut();
  const { busy, act } = useAct();
  if (!session) return null;
  return (
    <>
      <span className="office__who small soft">
        {session.name.replace(/^account:/, "")} · {session.scope}
      </span>
      <Button look="quiet" disabled={busy} onClick={() => void act(signOut, "Signed out.")}>
        Sign out
      </Button>
    </>
  );
}
