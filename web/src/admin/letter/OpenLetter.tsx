/** One issue: what is in it, how it looks, and how its sending goes. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { Button } from "@/components/Button";
import { LoadingOrError } from "@/admin/AdminPage";
import { Deliveries } from "@/admin/letter/Deliveries";
import { LetterEvents } from "@/admin/letter/LetterEvents";
import { LetterPreview } from "@/admin/letter/LetterPreview";
import { LetterWords } from "@/admin/letter/LetterWords";
import { SendLetter } from "@/admin/letter/SendLetter";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useLetterTexts } from "@/language/office/letter";

export function OpenLetter({ id, subscribers, onChange, onClose }: { id: number; subscribers: number; onChange: () => void; onClose: () => void }) {
  const office = useOffice();
  const texts = useLetterTexts();
  const [version, setVersion] = useState(0);
  const { value, problem, retry } = useAdminRemote(`letter ${id} ${version}`, (signal) =>
    unwrap(api.GET("/api/letters/{letter_id}", { signal, cache: "no-store", params: { path: { letter_id: id } } })),
  );

  function changed() {
    setVersion((before) => before + 1);
    onChange();
  }

  if (!value) return <LoadingOrError problem={problem} onRetry={retry} />;
  const draft = value.state === "draft";
  return (
    <section className="card stack" aria-label={value.shown_subject}>
      <div className="row">
        <h2 className="break">{value.shown_subject}</h2>
        <Button onClick={onClose}>{texts.close}</Button>
      </div>
      {value.error && <p className="notice">{texts.waits(office.fromServer(value.error).replace(/\.$/, ""))}</p>}
      {draft && <LetterWords key={JSON.stringify([value.first_day, value.subject, value.intro, value.translations])} letter={value} onDone={changed} />}
      <LetterEvents letter={value} editable={draft} onDone={changed} />
      {!draft && <Deliveries letter={value} onRefresh={changed} />}
      {value.items.length > 0 && <LetterPreview id={id} version={version} />}
      {draft && <SendLetter letter={value} subscribers={subscribers} onSent={changed} onDeleted={() => (onClose(), onChange())} />}
    </section>
  );
}
