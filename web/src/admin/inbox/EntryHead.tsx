/** What an entry of the inbox is about, and since when it waits. */
import { Badge, type Tone } from "@/components/Badge";
import type { Kind } from "@/admin/inbox/useInbox";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";
import { formatRelative } from "@/time/format";

const TONES: Readonly<Partial<Record<Kind, Tone>>> = { questions: "warn", conflicts: "warn", alerts: "bad", runs: "bad", queue: "accent" };

export function EntryHead({ kind, title, at, badge }: { kind: Kind; title: string; at?: string | null; badge?: string }) {
  const texts = useOffice();
  const locale = useLocale();
  return (
    <header className="entry__head">
      <h2>{title}</h2>
      <p className="row small soft">
        <Badge tone={TONES[kind]}>{badge ?? texts.inbox.kind[kind]}</Badge>
        {at && <time dateTime={at}>{formatRelative(at, new Date(), locale)}</time>}
      </p>
    </header>
  );
}
