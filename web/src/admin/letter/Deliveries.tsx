/** How the sending of a letter goes: how many mails are in each state, and those that did not go well. */
import type { Schemas } from "@/api/client";
import { Button, ButtonLink } from "@/components/Button";
import { Table } from "@/components/Table";
import { useOffice } from "@/language/office";
import { useLetterTexts } from "@/language/office/letter";

export function Deliveries({ letter, onRefresh }: { letter: Schemas["LetterDetail"]; onRefresh: () => void }) {
  const office = useOffice();
  const texts = useLetterTexts();
  const counts = Object.entries(letter.deliveries).filter(([, count]) => (count ?? 0) > 0);
  return (
    <div className="stack">
      <h3>{texts.deliveries}</h3>
      <p role="status">{[texts.states[letter.state], ...counts.map(([state, count]) => `${count} ${texts.deliveryStates[state]}`)].join(" · ")}</p>
      <div className="row">
        <Button onClick={onRefresh}>{texts.refresh}</Button>
        <ButtonLink outside href={`/letter/${letter.id}`} target="_blank" rel="noreferrer">
          {texts.online}
        </ButtonLink>
      </div>
      {letter.troubles.length > 0 && (
        <Table
          caption={texts.troubles}
          rowKey={(trouble) => trouble.id}
          rows={letter.troubles}
          columns={[
            { key: "address", head: texts.whose, cell: (trouble) => trouble.address ?? texts.left },
            { key: "state", head: texts.state, cell: (trouble) => texts.deliveryStates[trouble.state] },
            { key: "why", head: texts.why, cell: (trouble) => office.fromServer(trouble.error ?? "") },
          ]}
        />
      )}
    </div>
  );
}
