/** Show a hidden event to the public again. */
import { answered, api } from "@/api/client";
import { Button } from "@/components/Button";
import { Refusal } from "@/admin/OfficePage";
import { useAct } from "@/admin/useOffice";

export function ShowButton({ eventId, title, onDone }: { eventId: number; title: string; onDone: () => void }) {
  const acting = useAct();

  async function show() {
    const path = { event_id: eventId };
    const work = () => answered(api.POST("/api/events/{event_id}/show", { params: { path } }));
    if (await acting.act(work, (done) => `${done.title} is shown again.`)) onDone();
  }

  return (
    <>
      <Button disabled={acting.busy} onClick={() => void show()}>
        Show again<span className="visually-hidden"> {title}</span>
      </Button>
      <Refusal problem={acting.problem} />
    </>
  );
}
