/** What went wrong in a run, and what to do about each. */
import type { Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { OutLink } from "@/admin/OutLink";

type Told = Record<string, unknown>;

export function RunErrors({ run }: { run: Schemas["RunWithErrors"] }) {
  if (run.error_count === 0) return null;
  const more = run.error_count - run.errors.length;
  return (
    <section className="stack" aria-labelledby="errors">
      <h2 id="errors">Errors ({run.error_count})</h2>
      <ul className="panels" role="list">
        {run.errors.map((error, place) => (
          <li key={place} className="card stack">
            <OneError error={error} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className="soft">And {more} more, which the worker’s log has.</p>}
    </section>
  );
}

function OneError({ error }: { error: Told }) {
  const text = (name: string) => (typeof error[name] === "string" ? (error[name] as string) : "");
  return (
    <>
      <div className="row">
        <strong>{text("kind") || "Error"}</strong>
        {text("field") && <Badge>{text("field")}</Badge>}
        {error.essential === true && <Badge tone="warn">the harvest is incomplete without it</Badge>}
        {error.retryable === true && <Badge>is tried again</Badge>}
      </div>
      {text("url") && <OutLink address={text("url")} />}
      <p className="break">{text("found")}</p>
      {text("advice") && (
        <p>
          <strong>What to do:</strong> {text("advice")}
        </p>
      )}
    </>
  );
}
