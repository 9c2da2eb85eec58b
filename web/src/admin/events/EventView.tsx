/** One event, for those who may only read it, and for editors. */
import { ReadEvent } from "@/admin/events/ReadEvent";
import { EditEvent } from "@/admin/events/EditEvent";
import { useHasScope } from "@/admin/session";

export function EventView({ id }: { id: number }) {
  return useHasScope("edit") ? <EditEvent id={id} /> : <ReadEvent id={id} />;
}
