/** What decided a run's status: the span it covered, the feeds, the runs it was compared with, and the counts. */
import Link from "next/link";
import type { ReactNode } from "react";

import type { Schemas } from "@/api/client";
import { Timestamp } from "@/admin/Timestamp";
import { LeftOut } from "@/admin/sources/LeftOut";
import { runUrl } from "@/admin/urls";

type Decision = Schemas["Decision"];

export function RunDecision({ decision }: { decision: Decision }) {
  return (
    <section className="stack" aria-labelledby="decision">
      <h2 id="decision">What decided it</h2>
      <dl className="admin-facts">
        {facts(decision).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {decision.quarantine && <Held examples={decision.quarantine.examples} />}
      <Odd checks={(decision.checks ?? []).filter((check) => check.odd)} />
      {decision.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </section>
  );
}

/** What readers see and what they would see, side by side. */
function Held({ examples }: { examples: readonly Schemas["HeldEvent"][] }) {
  return (
    <table className="table">
      <caption>Not stored</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">On the calendar</th>
          <th scope="col">From the site now</th>
        </tr>
      </thead>
      <tbody>
        {examples.map(({ title, stored, came }) => (
          <tr key={`${title} ${came}`}>
            <td>{title}</td>
            <td>{stored ? <Timestamp at={stored} /> : "new"}</td>
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
  if (checks.length === 0) return null;
  return (
    <ul>
      {checks.map((check) => (
        <li key={check.measure}>
          {check.said}
          {check.learned_since && (
            <>
              {" "}
              since <Timestamp at={check.learned_since} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function facts(decision: Decision): [string, ReactNode][] {
  const { asked_feeds: asked, skipped_feeds: skipped } = decision;
  const found: [string, ReactNode, boolean][] = [
    ["Complete for events", <Span key="span" decision={decision} />, true],
    ["Events due, missing", `${decision.due}, ${decision.missing}`, decision.due != null],
    ["Dates listed", <Listed key="listed" decision={decision} />, decision.listed_from != null],
    ["Missing from the listing, elsewhere", `${(decision.held ?? []).length}, ${decision.unlisted}`, (decision.held ?? []).length + (decision.unlisted ?? 0) > 0],
    ["Confirmed as gone", `${decision.agreed} by earlier runs, ${decision.page_gone} by their pages`, decision.agreed + decision.page_gone > 0],
    ["Kept, a skipped record could be it", decision.protected, decision.protected > 0],
    ["Left out by the rules", <LeftOut key="left-out" reasons={decision.left_out} />, Object.keys(decision.left_out ?? {}).length > 0],
    ["Moved, renamed", `${decision.moved}, ${decision.renamed}`, decision.moved + decision.renamed > 0],
    ["Usual number of events", decision.usual, decision.usual != null],
    ["Compared with", <Runs key="compared" ids={decision.compared_with} />, decision.compared_with.length > 0],
    ["Agrees with", <Runs key="agreeing" ids={decision.agreeing_runs} />, decision.agreeing_runs.length > 0],
    ["Feeds asked, not due", `${asked.length}, ${skipped.length}`, asked.length + skipped.length > 0],
    ["Accepted by", decision.accepted_by, decision.accepted_by != null],
    ["It was suspect because", decision.accepted_reason, decision.accepted_reason != null],
  ];
  return found.filter(([, , shown]) => shown).map(([name, value]) => [name, value]);
}

function Span({ decision }: { decision: Decision }) {
  if (!decision.covered_from) return <>no days: what it did not see needs further proof</>;
  return (
    <>
      from <Timestamp at={decision.covered_from} />
      {decision.covered_until && (
        <>
          {" "}
          until <Timestamp at={decision.covered_until} />
        </>
      )}
    </>
  );
}

function Listed({ decision }: { decision: Decision }) {
  return (
    <>
      <Timestamp at={decision.listed_from} /> to <Timestamp at={decision.listed_until} />
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
