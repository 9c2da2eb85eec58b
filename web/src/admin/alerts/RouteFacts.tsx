/** What a route does: where it leads, which troubles it gets, when, and how its last message went. */
import type { ReactNode } from "react";

import type { Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { hour } from "@/admin/alerts/draft";
import { Timestamp } from "@/admin/Timestamp";
import { LANGUAGES, type Language } from "@/language/languages";
import { useOffice } from "@/language/office";
import { useRouteTexts } from "@/language/office/routes";

type Route = Schemas["AlertRoute"];

/** Its person, or where it leads. */
export function nameOf(route: Route): string {
  return route.person || route.target;
}

export function RouteFacts({ route }: { route: Route }) {
  const office = useOffice();
  const texts = useRouteTexts();
  const sources = route.sources === null ? texts.allSources : route.source_titles.length > 0 ? route.source_titles.join(", ") : texts.noSource;
  return (
    <>
      <h2 className="row">
        {nameOf(route)} <Badge tone="accent">{texts.channels[route.channel]}</Badge>
      </h2>
      <dl className="admin-facts">
        <Fact name={texts.target}>
          <span className="break">{route.target}</span>
          {route.has_secret && <span className="soft small"> ({texts.hasSecret})</span>}
        </Fact>
        <Fact name={texts.sources}>{sources}</Fact>
        <Fact name={texts.severity}>{texts.severities[route.severity]}</Fact>
        <Fact name={texts.when}>
          {route.digest ? texts.digest : texts.atOnce}
          {route.quiet_from && route.quiet_until && `, ${texts.quietShown(hour(route.quiet_from), hour(route.quiet_until))}`}
        </Fact>
        <Fact name={texts.language}>{LANGUAGES[route.language as Language] ?? route.language}</Fact>
        <Fact name={texts.last}>
          <Timestamp at={route.last_sent_at} fallback={texts.never} />
        </Fact>
      </dl>
      {route.waiting > 0 && (
        <p className={route.error ? "notice" : "soft small"}>
          {texts.waiting(route.waiting)}
          {route.error && `: ${office.fromServer(route.error)}`}
        </p>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
