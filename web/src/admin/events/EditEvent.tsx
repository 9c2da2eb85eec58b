/** The event editor: its state and acts, its fields beside what sources say, who lists it, its series, and what happened. */
import { Badge } from "@/components/Badge";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { EventActs } from "@/admin/events/EventActs";
import { EventForm } from "@/admin/events/EventForm";
import { EventListings } from "@/admin/events/EventListings";
import { EventSeries } from "@/admin/events/EventSeries";
import { EventStory } from "@/admin/events/EventStory";
import { fieldsOf, isCancelled, useEventEdits, type EditorEvent } from "@/admin/events/useEventEdits";
import { personName } from "@/admin/people";
import { useOffice } from "@/language/office";

export function EditEvent({ id }: { id: number }) {
  const texts = useOffice();
  const { value, problem, retry } = useEventEdits(id);
  if (!value)
    return (
      <AdminPage title={texts.editor.event}>
        <LoadingOrError problem={problem} onRetry={retry} />
      </AdminPage>
    );
  const { edits, hidden } = value;
  const version = edits.version;
  return (
    <AdminPage
     
      title={String(fieldsOf(edits, null).title?.shown ?? hidden.title)}
      about={<State event={value} />}
      actions={<EventActs event={value} onDone={retry} />}
    >
      {hidden.hidden_at && <p className="notice">{texts.editor.hiddenBy(personName(hidden.hidden_by ?? "", texts), hidden.hidden_reason ?? "")}</p>}
      <EventForm edits={edits} onDone={retry} />
      <EventListings id={edits.event_id} version={version} onDone={retry} />
      <EventSeries id={edits.event_id} version={version} />
      <EventStory id={edits.event_id} version={`${version} ${hidden.hidden_at}`} />
    </AdminPage>
  );
}

function State({ event: { edits, hidden } }: { event: EditorEvent }) {
  const texts = useOffice();
  return (
    <span className="badges">
      {hidden.hidden_at ? <Badge tone="warn">{texts.editor.hidden}</Badge> : <Badge tone="good">{texts.editor.visible}</Badge>}
      {isCancelled(edits) && <Badge tone="bad">{texts.statuses.cancelled}</Badge>}
      {fieldsOf(edits, null).featured?.shown === true && <Badge tone="accent">{texts.editor.featured}</Badge>}
    </span>
  );
}
