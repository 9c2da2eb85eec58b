/** A category of sources that no rule knows. */
import { useRef, useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { useUniqueId } from "@/components/useUniqueId";
import { ActionError } from "@/admin/AdminPage";
import { EntryHead } from "@/admin/inbox/EntryHead";
import { useAction } from "@/admin/useAction";
import { useNameOfCategory } from "@/language/categoryName";
import { useOffice } from "@/language/office";

export type Town = readonly Schemas["TownCategory"][];

/** The digit 1 goes to the list of categories: type a letter, then Enter. */
export function WordEntry({ value: word, town, onDone }: { value: Schemas["Unmapped"]; town: Town; onDone: () => void }) {
  const texts = useOffice();
  const nameOf = useNameOfCategory();
  const action = useAction();
  const id = useUniqueId();
  const list = useRef<HTMLSelectElement>(null);
  const [category, setCategory] = useState("");

  async function map(slug: string | null) {
    const body = { kind: "word", pattern: word.word, category: slug } as const;
    const work = () => unwrap(api.POST("/api/category-rules", { body }));
    const name = nameOf(town.find((one) => one.slug === slug)?.name ?? "");
    const done = await action.run(work, ({ events }) => (slug ? texts.words.assigned(events, name) : texts.words.ignored));
    if (done) onDone();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (category) void map(category);
  }

  return (
    <form className="stack" onSubmit={submit}>
      <EntryHead kind="words" title={texts.words.title(word.word)} />
      <p>
        {texts.words.events(word.events)}. <span className="soft">{texts.words.sources(word.sources.join(", "))}</span>
      </p>
      <ActionError problem={action.problem} />
      <div className="row acts">
        <label className="visually-hidden" htmlFor={id}>
          {texts.words.category}
        </label>
        <select
          id={id}
          ref={list}
          className="input acts__choice"
          value={category}
          onChange={(event) => setCategory(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && submit(event)}
        >
          <option value="" disabled>
            {texts.words.category}…
          </option>
          {town.map((one) => (
            <option key={one.slug} value={one.slug}>
              {nameOf(one.name)}
            </option>
          ))}
        </select>
        <Button
          data-act
          type="submit"
          look="primary"
          disabled={action.busy}
          onClick={(event) => {
            if (category) return;
            event.preventDefault();
            list.current?.focus();
          }}
        >
          <kbd aria-hidden="true">1</kbd>
          {texts.words.assign}
        </Button>
        <Button data-act disabled={action.busy} onClick={() => void map(null)}>
          <kbd aria-hidden="true">2</kbd>
          {texts.words.ignore}
        </Button>
      </div>
    </form>
  );
}
