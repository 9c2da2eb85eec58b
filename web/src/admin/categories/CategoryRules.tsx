/** Words of sources that no rule knows, the rules, and the town's list. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { ActionError, AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { personName } from "@/admin/people";
import { useHasScope } from "@/admin/session";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useNameOfCategory } from "@/language/categoryName";
import { useOffice } from "@/language/office";
import { useCategoryTexts } from "@/language/office/categories";

type Rule = Schemas["CategoryRule"];
type Word = Schemas["Unmapped"];
type Town = readonly Schemas["TownCategory"][];
const NOTHING = "";
const FIRST_RULES = 50;

export function CategoryRules() {
  const texts = useCategoryTexts();
  const nameOf = useNameOfCategory();
  const canEdit = useHasScope("edit");
  const action = useAction();
  const { value, problem, retry } = useAdminRemote("category rules", async (signal) => {
    const options = { signal, cache: "no-store" } as const;
    const [{ town }, { rules }, { words }] = await Promise.all([
      unwrap(api.GET("/api/categories", options)),
      unwrap(api.GET("/api/category-rules", options)),
      unwrap(api.GET("/api/unmapped-categories", options)),
    ]);
    return { town, rules, words };
  });

  async function add(kind: Rule["kind"], pattern: string, category: string) {
    const body = { kind, pattern, category: category || null };
    const work = () => unwrap(api.POST("/api/category-rules", { body }));
    const done = await action.run(work, ({ events }) => texts.added(events));
    if (done) retry();
    return done !== undefined;
  }

  async function remove(rule: Rule) {
    const path = { rule_id: rule.id };
    const work = () => unwrap(api.DELETE("/api/category-rules/{rule_id}", { params: { path } }));
    if (await action.run(work, ({ events }) => texts.removed(events))) retry();
  }

  return (
    <AdminPage title={texts.title} about={texts.about}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : (
        <>
          <ul className="row" role="list" aria-label={texts.town}>
            {value.town.map((one) => (
              <li key={one.slug}>
                <Badge>{`${nameOf(one.name)} ${one.events}`}</Badge>
              </li>
            ))}
          </ul>
          <ActionError problem={action.problem} />
          {canEdit && <NewRule town={value.town} busy={action.busy} onAdd={add} />}
          <UnmappedWords words={value.words} town={value.town} canEdit={canEdit} busy={action.busy} onMap={(word, category) => void add("word", word, category)} />
          <Rules rules={value.rules} town={value.town} canEdit={canEdit} busy={action.busy} onRemove={(rule) => void remove(rule)} />
        </>
      )}
    </AdminPage>
  );
}

function NewRule({ town, busy, onAdd }: { town: Town; busy: boolean; onAdd: (kind: Rule["kind"], pattern: string, category: string) => Promise<boolean> }) {
  const texts = useCategoryTexts();
  const [kind, setKind] = useState<Rule["kind"]>("word");
  const [pattern, setPattern] = useState("");
  const [category, setCategory] = useState(town[0]?.slug ?? "");

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await onAdd(kind, pattern, category)) setPattern("");
  }

  return (
    <form className="filters" aria-label={texts.newRule} onSubmit={(event) => void submit(event)}>
      <Field label={texts.lookIn}>
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Rule["kind"])}>
          {Object.entries(texts.kinds).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={texts.words}>
        <input value={pattern} required maxLength={200} onInput={(input) => setPattern(input.currentTarget.value)} />
      </Field>
      <CategoryChoice town={town} value={category} nothing={kind === "word"} label={texts.category} onChoose={setCategory} />
      <Button type="submit" look="primary" disabled={busy}>
        {texts.add}
      </Button>
    </form>
  );
}

function CategoryChoice({ town, value, nothing, label, onChoose }: { town: Town; value: string; nothing: boolean; label: string; onChoose: (category: string) => void }) {
  const texts = useCategoryTexts();
  const nameOf = useNameOfCategory();
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {town.map((one) => (
          <option key={one.slug} value={one.slug}>
            {nameOf(one.name)}
          </option>
        ))}
        {nothing && <option value={NOTHING}>{texts.ignore}</option>}
      </select>
    </Field>
  );
}

function UnmappedWords({ words, town, canEdit, busy, onMap }: { words: readonly Word[]; town: Town; canEdit: boolean; busy: boolean; onMap: (word: string, category: string) => void }) {
  const texts = useCategoryTexts();
  if (words.length === 0) return <EmptyState title={texts.noWords}>{texts.noWordsText}</EmptyState>;
  const columns: Column<Word>[] = [
    { key: "word", head: texts.word, cell: (one) => one.word },
    { key: "events", head: texts.events, number: true, cell: (one) => one.events },
    { key: "sources", head: texts.sources, cell: (one) => one.sources.join(", ") },
  ];
  if (canEdit)
    columns.push({ key: "map", head: texts.mapTo, cell: (one) => <MapWord word={one.word} town={town} busy={busy} onMap={onMap} /> });
  return <Table caption={texts.unmapped} columns={columns} rows={words} rowKey={(one) => one.word} />;
}

function MapWord({ word, town, busy, onMap }: { word: string; town: Town; busy: boolean; onMap: (word: string, category: string) => void }) {
  const texts = useCategoryTexts();
  const nameOf = useNameOfCategory();
  return (
    <select
      className="input"
      aria-label={texts.map(word)}
      value="?"
      disabled={busy}
      onChange={(event) => onMap(word, event.currentTarget.value)}
    >
      <option value="?" disabled>
        {texts.choose}
      </option>
      {town.map((one) => (
        <option key={one.slug} value={one.slug}>
          {nameOf(one.name)}
        </option>
      ))}
      <option value={NOTHING}>{texts.ignore}</option>
    </select>
  );
}

function Rules({ rules, town, canEdit, busy, onRemove }: { rules: readonly Rule[]; town: Town; canEdit: boolean; busy: boolean; onRemove: (rule: Rule) => void }) {
  const office = useOffice();
  const texts = useCategoryTexts();
  const nameOf = useNameOfCategory();
  const [words, setWords] = useState("");
  const [all, setAll] = useState(false);
  const found = rules.filter((rule) => rule.pattern.includes(words.trim().toLowerCase()));
  const shown = all ? found : found.slice(0, FIRST_RULES);
  const names = new Map(town.map((one) => [one.slug, nameOf(one.name)]));
  const columns: Column<Rule>[] = [
    { key: "kind", head: texts.in, cell: (rule) => texts.kinds[rule.kind] },
    { key: "pattern", head: texts.words, cell: (rule) => rule.pattern },
    { key: "category", head: texts.category, cell: (rule) => (rule.category ? names.get(rule.category) : <span className="soft">{texts.ignored}</span>) },
    { key: "by", head: texts.by, cell: (rule) => (rule.created_by ? personName(rule.created_by, office) : null) ?? <span className="soft">Marquee</span> },
  ];
  if (canEdit)
    columns.push({
      key: "actions",
      head: texts.actions,
      cell: (rule) => (
        <Button disabled={busy} onClick={() => onRemove(rule)}>
          {texts.remove}<span className="visually-hidden"> {rule.pattern}</span>
        </Button>
      ),
    });
  return (
    <div className="stack">
      <Field label={texts.findRules}>
        <input type="search" value={words} onInput={(input) => setWords(input.currentTarget.value)} />
      </Field>
      <Table caption={texts.rules} columns={columns} rows={shown} rowKey={(rule) => rule.id} />
      {found.length > shown.length && (
        <div className="row">
          <Button onClick={() => setAll(true)}>{texts.showAll(found.length)}</Button>
        </div>
      )}
    </div>
  );
}
