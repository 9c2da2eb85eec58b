/** The frame of every public page: header, content and footer. */
import Link from "next/link";
import type { ReactNode } from "react";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Icon } from "@/components/Icon";
import { LanguageChoice } from "@/layout/LanguageChoice";
import { useTown, type Site } from "@/layout/town";
import { ThemeToggle } from "@/layout/ThemeToggle";
import { useLanguage } from "@/language/languages";
import { say } from "@/language/say";
import { usePage } from "@/language/page";

export function Shell({ children }: { children: ReactNode }) {
  const texts = usePage();
  const town = useTown();
  const { site } = town;
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {texts.shell.skip}
      </a>
      <header className="top">
        <div className="top__line">
          <Link className="top__name" href="/">
            {site.logo ? (
              <img className="top__logo" src={site.logo} alt={site.name ?? "Marquee"} />
            ) : (
              <>
                <Icon name="mark" className="top__mark" />
                {site.name ?? "Marquee"}
              </>
            )}
          </Link>
          <nav className="top__links" aria-label={texts.shell.main}>
            <Link className="button button--quiet" href="/venues/">
              <Icon name="place" />
              <span className="top__label">{texts.venues.title}</span>
            </Link>
            <Link className="button button--quiet" href="/my-list/" as="/my-list">
              <Icon name="star" />
              <span className="top__label">{texts.shell.list}</span>
            </Link>
            {town.takesEvents && (
              <a className="button button--quiet" href="/submit">
                <Icon name="plus" />
                <span className="top__label">{texts.shell.send}</span>
              </a>
            )}
            <ThemeToggle />
          </nav>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <Freshness />
        <About site={site} />
        <div className="foot__line">
          {town.hasLetter && <a href="/letter">{texts.shell.letter}</a>}
          <a href="/widget">{texts.shell.embed}</a>
          <a href="/api/docs">{texts.shell.reference}</a>
          <a href="/admin/">{texts.shell.office}</a>
          <LanguageChoice label={texts.shell.language} />
        </div>
      </footer>
    </div>
  );
}

/** Who runs the calendar, how to reach them, and their links. */
function About({ site }: { site: Site }) {
  const language = useLanguage();
  const texts = [site.about, site.contact].map((one = {}) => one[language] ?? Object.values(one)[0]).filter((text) => text !== undefined);
  return (
    <>
      {texts.length > 0 && (
        <div className="foot__about" dir="auto">
          {texts.map((text) => (
            <div key={text}>
              {text.split(/\n{2,}/).map((part) => (
                <p key={part}>{part}</p>
              ))}
            </div>
          ))}
        </div>
      )}
      {site.links && (
        <nav className="foot__line" aria-label={site.name ?? "Marquee"}>
          {site.links.map(({ label, url }) => (
            <a key={label} href={url}>
              {label}
            </a>
          ))}
        </nav>
      )}
    </>
  );
}

/** How many sources were read well today; nothing until it is known. */
function Freshness() {
  const texts = usePage();
  const { value } = useRemote("freshness", (signal) => unwrap(api.GET("/api/freshness", { signal })));
  if (!value || value.sources === 0) return null;
  return <p className="soft small">{say(texts.shell.fresh, { confirmed: value.confirmed, sources: value.sources })}</p>;
}
