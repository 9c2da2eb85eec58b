/** Where somebody is logged in, with a button to end each session. */
import type { Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { Timestamp } from "@/admin/Timestamp";
import { usePeopleTexts } from "@/language/office/people";

type Login = Schemas["OpenLogin"] & { current?: boolean };

export function SessionList({ sessions, busy, onEnd }: { sessions: readonly Login[]; busy: boolean; onEnd: (session: Login) => void }) {
  const texts = usePeopleTexts();
  if (sessions.length === 0) return <p className="soft">{texts.noSessions}</p>;
  return (
    <ul role="list" className="stack">
      {sessions.map((session) => {
        const device = session.device ?? texts.unknownDevice;
        return (
          <li key={session.id} className="row">
            <div>
              <strong>{device}</strong> {session.address && texts.from(session.address)} {session.current && <Badge tone="good">{texts.thisOne}</Badge>}
              <br />
              <span className="small soft">
                {texts.lastUsed} <Timestamp at={session.seen_at} />
              </span>
            </div>
            {!session.current && (
              <Button look="danger" disabled={busy} onClick={() => onEnd(session)}>
                {texts.end}
                <span className="visually-hidden"> {device}</span>
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
