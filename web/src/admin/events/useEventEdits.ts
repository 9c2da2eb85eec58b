/** An event as an editor sees it: its fields, what its source says, whether it is hidden. */
import { api, unwrap, type Schemas } from "@/api/client";
import type { Remote } from "@/api/useRemote";
import { useAdminRemote } from "@/admin/useAdminRemote";

export type EventEdits = Schemas["EventEdits"];
export type FieldState = Schemas["FieldState"];
export type EditorEvent = { edits: EventEdits; hidden: Schemas["HiddenEvent"] };

export function useEventEdits(id: number): Remote<EditorEvent> {
  return useAdminRemote(`event edits ${id}`, async (signal) => {
    const options = { signal, cache: "no-store", params: { path: { event_id: id } } } as const;
    const [edits, hidden] = await Promise.all([
      unwrap(api.GET("/api/events/{event_id}/edits", options)),
      unwrap(api.GET("/api/hidden/{event_id}", options)),
    ]);
    return { edits, hidden };
  });
}

/** The keys of its times, in order. */
export function timesOf(edits: EventEdits): readonly FieldState[] {
  return edits.fields.filter((field) => field.key !== null && field.field === "starts_at");
}

/** What is edited together: the event, with its time if it has only one, or one of several times. */
export function fieldsOf(edits: EventEdits, key: string | null): Readonly<Record<string, FieldState>> {
  const times = timesOf(edits);
  const single = key === null && times.length === 1 ? times[0]!.key : null;
  const found: Record<string, FieldState> = {};
  for (const field of edits.fields) if (field.key === key) found[field.field] = field;
  for (const field of edits.fields)
    if (single !== null && field.key === single && (field.shown !== null || !(field.field in found)) && !isPlainStatus(field, found))
      found[field.field] = field;
  return found;
}

/** A time that takes place as scheduled says nothing of its own: the event's status is shown. */
function isPlainStatus(field: FieldState, found: Readonly<Record<string, FieldState>>): boolean {
  return field.field === "status" && field.shown === "scheduled" && "status" in found;
}

export function isCancelled(edits: EventEdits): boolean {
  return fieldsOf(edits, null).status?.shown === "cancelled";
}
