/** A run's errors, each with advice on how to fix it. Its notes are among what decided it (RunDecision). */
import type { Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { ExternalLink } from "@/admin/ExternalLink";
import { useOffice } from "@/language/office";
import { useRunTexts } from "@/language/office/runs";

type RunError = Record<string, unknown>;

export function RunErrors({ run }: { run: Schemas["RunWithErrors"] }) {
  const texts = useRunTexts().errors;
  if (run.error_count === 0) return null;
  const errors = run.errors.filter((error) => error.kind !== "Note");
  const more = run.error_count - errors.length;
  return (
    <section className="stack" aria-labelledby="errors">
      <h2 id="errors">{texts.head(run.error_count)}</h2>
      <ul className="panels" role="list">
        {errors.map((error, index) => (
          <li key={index} className="card stack">
            <ErrorDetails error={error} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className="soft">{texts.more(more)}</p>}
    </section>
  );
}

function ErrorDetails({ error }: { error: RunError }) {
  const office = useOffice();
  const texts = useRunTexts().errors;
  const text = (name: string) => (typeof error[name] === "string" ? (error[name] as string) : "");
  return (
    <>
      <div className="row">
        <strong>{text("kind") || texts.error}</strong>
        {text("field") && <Badge>{text("field")}</Badge>}
        {error.essential === true && <Badge tone="warn">{texts.essential}</Badge>}
        {error.retryable === true && <Badge>{texts.retried}</Badge>}
      </div>
      {text("url") && <ExternalLink url={text("url")} />}
      <p className="break">{text("found")}</p>
      {text("advice") && (
        <p>
          <strong>{texts.advice}</strong> {office.fromServer(text("advice"))}
        </p>
      )}
    </>
  );
}
