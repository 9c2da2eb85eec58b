/** The first events found at a previewed URL, the records that couldn't be read, and what a harvest reads besides. */
import { LeftOut } from "@/admin/sources/LeftOut";
import { listOf, PreviewEvents, type PreviewRecord } from "@/admin/sources/PreviewEvents";
import { useOffice } from "@/language/office";
import { useSourceTexts } from "@/language/office/sources";

export function PreviewResult({ result }: { result: PreviewRecord }) {
  const texts = useSourceTexts().preview;
  const events = listOf(result.events);
  const problems = Array.isArray(result.problems) ? result.problems.map(String) : [];
  const notes = Array.isArray(result.notes) ? result.notes.map(String) : [];
  const found = Number(result.found ?? events.length);
  const unread = Number(result.problem_count ?? problems.length);
  return (
    <div className="stack">
      <p>
        <strong>{texts.found(found)}</strong>
        {texts.as(String(result.kind ?? ""))}
        {unread > 0 && texts.unread(unread)}
      </p>
      <LeftOut reasons={result.left_out} />
      <PreviewEvents events={events} found={found} />
      <Lines lines={problems} />
      <Lines lines={notes} />
    </div>
  );
}

/** Lines of text from a source or about it, as a list. */
export function Lines({ lines }: { lines: readonly string[] }) {
  const { fromServer } = useOffice();
  if (lines.length === 0) return null;
  return (
    <ul className="break small">
      {lines.map((line, index) => (
        <li key={index}>{fromServer(line)}</li>
      ))}
    </ul>
  );
}
