/** Two events that may be one, side by side. */
import { api, unwrap, type Schemas } from "@/api/client";
import { ActionError } from "@/admin/AdminPage";
import { SideBySide } from "@/admin/events/SideBySide";
import { Acts } from "@/admin/inbox/Acts";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { reasonWords } from "@/admin/reasons";
import { eventUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";

export function SuggestionEntry({ value: { link, events }, onDone }: { value: Schemas["Suggestion"]; onDone: () => void }) {
  const texts = useOffice();
  const locale = useLocale();
  const action = useAction();
  const path = { event_id: link.low_id };
  const body = { other_id: link.high_id };

  async function join() {
    const work = () => unwrap(api.POST("/api/events/{event_id}/join", { params: { path }, body }));
    if (await action.run(work, texts.suggestions.joined)) onDone();
  }
  async function refuse() {
    const work = () => unwrap(api.POST("/api/events/{event_id}/split", { params: { path }, body }));
    if (await action.run(work, texts.suggestions.kept)) onDone();
  }

  return (
    <>
      <EntryHead kind="suggestions" title={events[0]?.title ?? ""} />
      <SideBySide events={events} />
      <p className="soft small">
        {texts.suggestions.whyNot}: {reasonWords(link.why, texts, locale)}
      </p>
      <ActionError problem={action.problem} />
      <Acts
        busy={action.busy}
        open={{ href: eventUrl(link.low_id), name: texts.inbox.openEvent }}
        acts={[
          { name: texts.suggestions.same, onAct: () => void join(), primary: true },
          { name: texts.suggestions.different, onAct: () => void refuse() },
        ]}
      />
    </>
  );
}
