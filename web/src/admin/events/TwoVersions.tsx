/** Somebody else changed the event in between: both versions of each field, and which one to keep. */
import type { ApiProblem } from "@/api/client";
import { Button } from "@/components/Button";
import { FieldValue } from "@/admin/events/FieldValue";
import { useOffice } from "@/language/office";

export function TwoVersions({ problem, busy, onMine, onTheirs }: { problem: ApiProblem; busy: boolean; onMine: () => void; onTheirs: () => void }) {
  const texts = useOffice();
  return (
    <div className="notice stack" role="alert">
      <p>
        <strong>{texts.editor.conflict}</strong> {texts.editor.conflictText}
      </p>
      {problem.versions.map(({ field, yours, now }) => (
        <dl key={field} className="versions">
          <div className="versions__one">
            <dt>
              {texts.fields[field] ?? field}: {texts.editor.yours}
            </dt>
            <dd>
              <FieldValue field={field} value={yours} />
            </dd>
          </div>
          <div className="versions__one">
            <dt>{texts.editor.theirs}</dt>
            <dd>
              <FieldValue field={field} value={now} />
            </dd>
          </div>
        </dl>
      ))}
      <div className="row">
        <Button disabled={busy} onClick={onMine}>
          {texts.editor.useMine}
        </Button>
        <Button disabled={busy} onClick={onTheirs}>
          {texts.editor.useTheirs}
        </Button>
      </div>
    </div>
  );
}
