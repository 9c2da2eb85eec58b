/** What decided a run's status: the span it covered, the feeds, the runs it was compared with, and the counts. */
import Link from "next/link";
import type { ReactNode } from "react";

import type { Schemas } from "@/api/client";
import { Timestamp } from "@/admin/Timestamp";
import { LeftOut } from "@/admin/sources/LeftOut";
import { runUrl } from "@/admin/urls";
import { useOffice } from "@/language/office";
import { useRunTexts, type RunTexts } from "@/language/office/runs";

type Decision = Schemas["Decision"];

export function RunDecision({ decision }: { decision: Decision }) {
  const office = useOffice();
  const texts = useRunTexts().decision;
  return (
    <section className="stack" aria-labelledby="decision">
      <h2 id="decision">{texts.head}</h2>
      <dl className="admin-facts">
        {facts(decision, texts, office.fromServer).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {decision.quarantine && <Held examples={decision.quarantine.examples} />}
      <Odd checks={(decision.checks ?? []).filter((check) => check.odd)} />
      {decision.notes.map((note) => (
        <p key={note}>{office.fromServer(note)}</p>
      ))}
    </section>
  );
}

/** What readers see and what they would see, side by side. */
function Held({ examples }: { examples: readonly Schemas["HeldEvent"][] }) {
  const texts = useRunTexts().decision;
  return (
    <table className="table">
      <caption>{texts.notStored}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.event}</th>
          <th scope="col">{texts.onCalendar}</th>
          <th scope="col">{texts.fromSite}</th>
        </tr>
      </thead>
      <tbody>
        {examples.map(({ title, stored, came }) => (
          <tr key={`${title} ${came}`}>
            <td>{title}</td>
            <td>{stored ? <Timestamp at={stored} /> : texts.new}</td>
            <td>
              <Timestamp at={came} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Odd({ checks }: { checks: readonly Schemas["RunCheck"][] }) {
  const office = useOffice();
  const texts = useRunTexts().decision;
  if (checks.length === 0) return null;
  return (
    <ul>
      {checks.map((check) => (
        <li key={check.measure}>
          {office.fromServer(check.said)}
          {check.learned_since && (
            <>
              {" "}
              {texts.since} <Timestamp at={check.learned_since} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function facts(decision: Decision, texts: RunTexts["decision"], fromServer: (text: string) => string): [string, ReactNode][] {
  const { asked_feeds: asked, skipped_feeds: skipped } = decision;
  const found: [string, ReactNode, boolean][] = [
    [texts.complete, <Span key="span" decision={decision} />, true],
    [texts.due, `${decision.due}, ${decision.missing}`, decision.due != null],
    [texts.listed, <Listed key="listed" decision={decision} />, decision.listed_from != null],
    [texts.held, `${(decision.held ?? []).length}, ${decision.unlisted}`, (decision.held ?? []).length + (decision.unlisted ?? 0) > 0],
    [texts.gone, texts.goneBy(decision.agreed, decision.page_gone), decision.agreed + decision.page_gone > 0],
    [texts.protected, decision.protected, decision.protected > 0],
    [texts.leftOut, <LeftOut key="left-out" reasons={decision.left_out} />, Object.keys(decision.left_out ?? {}).length > 0],
    [texts.moved, `${decision.moved}, ${decision.renamed}`, decision.moved + decision.renamed > 0],
    [texts.usual, decision.usual, decision.usual != null],
    [texts.compared, <Runs key="compared" ids={decision.compared_with} />, decision.compared_with.length > 0],
    [texts.agreeing, <Runs key="agreeing" ids={decision.agreeing_runs} />, decision.agreeing_runs.length > 0],
    [texts.feeds, `${asked.length}, ${skipped.length}`, asked.length + skipped.length > 0],
    [texts.acceptedBy, decision.accepted_by, decision.accepted_by != null],
    [texts.acceptedReason, fromServer(decision.accepted_reason ?? ""), decision.accepted_reason != null],
  ];
  return found.filter(([, , shown]) => shown).map(([name, value]) => [name, value]);
}

function Span({ decision }: { decision: Decision }) {
  const texts = useRunTexts().decision;
  if (!decision.covered_from) return <>{texts.noDays}</>;
  return (
    <>
      {texts.from} <Timestamp at={decision.covered_from} />
      {decision.covered_until && (
        <>
          {" "}
          {texts.until} <Timestamp at={decision.covered_until} />
        </>
      )}
    </>
  );
}

function Listed({ decision }: { decision: Decision }) {
  const texts = useRunTexts().decision;
  return (
    <>
      <Timestamp at={decision.listed_from} /> {texts.to} <Timestamp at={decision.listed_until} />
    </>
  );
}

function Runs({ ids }: { ids: readonly string[] }) {
  return (
    <>
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link href={runUrl(id)}>{id.slice(0, 8)}</Link>
        </span>
      ))}
    </>
  );
}
