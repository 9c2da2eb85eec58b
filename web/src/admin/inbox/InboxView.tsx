/** The inbox: everything that needs a person in one list, with counts, for the keyboard and the thumb. */
import { useEffect, useRef, useState, type ReactNode } from "react";

import { api, unwrap } from "@/api/client";
import { EmptyState } from "@/components/states";
import { Button } from "@/components/Button";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { AlertEntry } from "@/admin/inbox/AlertEntry";
import { ConflictEntry } from "@/admin/inbox/ConflictEntry";
import { PlacesEntry } from "@/admin/inbox/PlacesEntry";
import { QuestionEntry } from "@/admin/inbox/QuestionEntry";
import { QueueEntry } from "@/admin/inbox/QueueEntry";
import { RunEntry } from "@/admin/inbox/RunEntry";
import { SuggestionEntry } from "@/admin/inbox/SuggestionEntry";
import { KINDS, useInbox, type Entry, type Kind, type LoadedInbox } from "@/admin/inbox/useInbox";
import { useListKeys } from "@/admin/inbox/useKeys";
import { WordEntry, type Town } from "@/admin/inbox/WordEntry";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";

export function InboxView() {
  const texts = useOffice();
  const { inbox, remote, decided } = useInbox();
  const town = useAdminRemote("town categories", async (signal) => (await unwrap(api.GET("/api/categories", { signal }))).town);
  const [kind, setKind] = useState<Kind>();
  const [help, setHelp] = useState(false);
  const shown = inbox?.entries.filter((entry) => kind === undefined || entry.kind === kind) ?? [];
  const chosen = kind && inbox && inbox.counts[kind] === 0 ? undefined : kind;
  useEffect(() => setKind(chosen), [chosen]);

  if (!inbox)
    return (
      <AdminPage title={texts.inbox.title}>
        <LoadingOrError problem={remote.problem} onRetry={remote.retry} />
      </AdminPage>
    );
  if (inbox.total === 0)
    return (
      <AdminPage title={texts.inbox.title}>
        <EmptyState title={texts.inbox.empty}>{texts.inbox.emptyText}</EmptyState>
      </AdminPage>
    );
  return (
    <AdminPage
     
      title={texts.inbox.title}
      about={texts.inbox.waiting(inbox.total)}
      actions={
        <Button aria-expanded={help} aria-controls="keys" onClick={() => setHelp(!help)}>
          {texts.inbox.keys}
        </Button>
      }
    >
      {help && <KeyList />}
      <Kinds counts={inbox.counts} total={inbox.total} chosen={kind} onChoose={setKind} />
      <EntryList entries={shown} town={town.value ?? []} onDecided={decided} onHelp={() => setHelp(!help)} />
      <More inbox={inbox} shown={shown.length} kind={kind} />
    </AdminPage>
  );
}

function Kinds({ counts, total, chosen, onChoose }: { counts: LoadedInbox["counts"]; total: number; chosen: Kind | undefined; onChoose: (kind: Kind | undefined) => void }) {
  const texts = useOffice();
  return (
    <div className="row kinds" role="group" aria-label={texts.inbox.filter}>
      <Button aria-pressed={chosen === undefined} onClick={() => onChoose(undefined)}>
        {texts.inbox.all} <span className="kinds__count">{total}</span>
      </Button>
      {KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
        <Button key={kind} aria-pressed={chosen === kind} onClick={() => onChoose(kind)}>
          {texts.inbox.kinds[kind]} <span className="kinds__count">{counts[kind]}</span>
        </Button>
      ))}
    </div>
  );
}

/** Selects the first entry when it opens, and the next one when an entry is decided. */
function EntryList({ entries, town, onDecided, onHelp }: { entries: readonly Entry[]; town: Town; onDecided: (entry: Entry) => void; onHelp: () => void }) {
  const texts = useOffice();
  const list = useRef<HTMLUListElement>(null);
  const onKeyDown = useListKeys(list, onHelp);
  const [next, setNext] = useState<number | undefined>(0);
  useEffect(() => {
    if (next === undefined) return;
    const all = list.current?.querySelectorAll<HTMLElement>("[data-entry]") ?? [];
    all[Math.min(next, all.length - 1)]?.focus({ preventScroll: next === 0 });
    setNext(undefined);
  }, [next]);

  function decided(entry: Entry, at: number) {
    onDecided(entry);
    setNext(at);
  }

  return (
    <ul ref={list} className="panels" role="list" aria-label={texts.inbox.list} onKeyDown={onKeyDown}>
      {entries.map((entry, at) => (
        <li key={entry.key} className="card entry stack" data-entry tabIndex={-1}>
          <Body entry={entry} town={town} onDone={() => decided(entry, at)} />
        </li>
      ))}
    </ul>
  );
}

function Body({ entry, town, onDone }: { entry: Entry; town: Town; onDone: () => void }): ReactNode {
  switch (entry.kind) {
    case "questions":
      return <QuestionEntry value={entry.value} onDone={onDone} />;
    case "conflicts":
      return <ConflictEntry value={entry.value} onDone={onDone} />;
    case "suggestions":
      return <SuggestionEntry value={entry.value} onDone={onDone} />;
    case "places":
      return <PlacesEntry value={entry.value} onDone={onDone} />;
    case "queue":
      return <QueueEntry value={entry.value} onDone={onDone} />;
    case "words":
      return <WordEntry value={entry.value} town={town} onDone={onDone} />;
    case "runs":
      return <RunEntry value={entry.value} onDone={onDone} />;
    case "alerts":
      return <AlertEntry value={entry.value} onDone={onDone} />;
  }
}

function More({ inbox, shown, kind }: { inbox: LoadedInbox; shown: number; kind: Kind | undefined }) {
  const texts = useOffice();
  const total = kind === undefined ? inbox.total : inbox.counts[kind];
  return total > shown ? <p className="soft">{texts.inbox.first(shown, total)}</p> : null;
}

function KeyList() {
  const texts = useOffice();
  return (
    <div id="keys" className="card stack">
      <dl className="keys">
        {texts.inbox.keyNames.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="soft small">{texts.inbox.keysHint}</p>
    </div>
  );
}
