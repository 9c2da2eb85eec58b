/** Words of sources that no rule knows, the rules, and the town's list. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { ActionError, AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { useHasScope } from "@/admin/session";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";

type Rule = Schemas["CategoryRule"];
type Word = Schemas["Unmapped"];
type Town = readonly Schemas["TownCategory"][];
const NOTHING = "";

const counted = (events: number) => `${events} ${events === 1 ? "event" : "events"}`;

export function CategoryRules() {
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
    const done = await action.run(work, ({ events }) => `Rule added. It matches ${counted(events)}.`);
    if (done) retry();
    return done !== undefined;
  }

  async function remove(rule: Rule) {
    const path = { rule_id: rule.id };
    const work = () => unwrap(api.DELETE("/api/category-rules/{rule_id}", { params: { path } }));
    if (await action.run(work, ({ events }) => `Rule removed. It matched ${counted(events)}.`)) retry();
  }

  return (
    <AdminPage title="Categories" about="The town’s categories, and the rules that map sources’ words to them.">
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} what="categories" />
      ) : (
        <>
          <ul className="row" role="list" aria-label="The town’s categories">
            {value.town.map((one) => (
              <li key={one.slug}>
                <Badge>{`${one.name} ${one.events}`}</Badge>
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
  const [kind, setKind] = useState<Rule["kind"]>("word");
  const [pattern, setPattern] = useState("");
  const [category, setCategory] = useState(town[0]?.slug ?? "");

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await onAdd(kind, pattern, category)) setPattern("");
  }

  return (
    <form className="filters" aria-label="New rule" onSubmit={(event) => void submit(event)}>
      <Field label="Look in">
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Rule["kind"])}>
          <option value="word">Source’s category</option>
          <option value="title">Title</option>
          <option value="source">Source</option>
        </select>
      </Field>
      <Field label="Words">
        <input value={pattern} required maxLength={200} onInput={(input) => setPattern(input.currentTarget.value)} />
      </Field>
      <CategoryChoice town={town} value={category} nothing={kind === "word"} label="Category" onChoose={setCategory} />
      <Button type="submit" look="primary" disabled={busy}>
        Add rule
      </Button>
    </form>
  );
}

function CategoryChoice({ town, value, nothing, label, onChoose }: { town: Town; value: string; nothing: boolean; label: string; onChoose: (category: string) => void }) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {town.map((one) => (
          <option key={one.slug} value={one.slug}>
            {one.name}
          </option>
        ))}
        {nothing && <option value={NOTHING}>Ignore</option>}
      </select>
    </Field>
  );
}

function UnmappedWords({ words, town, canEdit, busy, onMap }: { words: readonly Word[]; town: Town; canEdit: boolean; busy: boolean; onMap: (word: string, category: string) => void }) {
  if (words.length === 0) return <EmptyState title="Every word has a rule">New words of sources appear here.</EmptyState>;
  const columns: Column<Word>[] = [
    { key: "word", head: "Word", cell: (one) => one.word },
    { key: "events", head: "Events", number: true, cell: (one) => one.events },
    { key: "sources", head: "Sources", cell: (one) => one.sources.join(", ") },
  ];
  if (canEdit)
    columns.push({ key: "map", head: "Map to", cell: (one) => <MapWord word={one.word} town={town} busy={busy} onMap={onMap} /> });
  return <Table caption="Words without a rule, the most frequent first" columns={columns} rows={words} rowKey={(one) => one.word} />;
}

function MapWord({ word, town, busy, onMap }: { word: string; town: Town; busy: boolean; onMap: (word: string, category: string) => void }) {
  return (
    <select
      className="input"
      aria-label={`Map ${word}`}
      value="?"
      disabled={busy}
      onChange={(event) => onMap(word, event.currentTarget.value)}
    >
      <option value="?" disabled>
        Choose…
      </option>
      {town.map((one) => (
        <option key={one.slug} value={one.slug}>
          {one.name}
        </option>
      ))}
      <option value={NOTHING}>Ignore</option>
    </select>
  );
}

const KINDS: Record<Rule["kind"], string> = { word: "source’s category", title: "title", source: "source" };

function Rules({ rules, town, canEdit, busy, onRemove }: { rules: readonly Rule[]; town: Town; canEdit: boolean; busy: boolean; onRemove: (rule: Rule) => void }) {
  const names = new Map(town.map((one) => [one.slug, one.name]));
  const columns: Column<Rule>[] = [
    { key: "kind", head: "In", cell: (rule) => KINDS[rule.kind] },
    { key: "pattern", head: "Words", cell: (rule) => rule.pattern },
    { key: "category", head: "Category", cell: (rule) => (rule.category ? names.get(rule.category) : <span className="soft">ignored</span>) },
    { key: "by", head: "By", cell: (rule) => rule.created_by?.replace(/^account:/, "") ?? <span className="soft">Marquee</span> },
  ];
  if (canEdit)
    columns.push({
      key: "actions",
      head: "Actions",
      cell: (rule) => (
        <Button disabled={busy} onClick={() => onRemove(rule)}>
          Remove<span className="visually-hidden"> {rule.pattern}</span>
        </Button>
      ),
    });
  return <Table caption="Rules" columns={columns} rows={rules} rowKey={(rule) => rule.id} />;
}
