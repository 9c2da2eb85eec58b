/** Everything that needs the editor, as one list. What was just decided is left out until the list is loaded again. */
import { useMemo, useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import type { Remote } from "@/api/useRemote";
import { useAdminRemote } from "@/admin/useAdminRemote";

export type Inbox = Schemas["Inbox"];
export type Counts = Inbox["counts"];
export type Kind = keyof Counts;
/** `key` is unique in the list and names what is asked, so that the same thing asked again is another entry. */
export type Entry = { [K in Kind]: { kind: K; key: string; value: Inbox[K][number] } }[Kind];

/** In the order in which they are shown. */
export const KINDS: readonly Kind[] = ["questions", "conflicts", "queue", "alerts", "runs", "suggestions", "places", "words"];

export type LoadedInbox = { entries: readonly Entry[]; counts: Counts; total: number };

export function useInbox(): { inbox: LoadedInbox | undefined; remote: Remote<Inbox>; decided: (entry: Entry) => void } {
  const remote = useAdminRemote("inbox", (signal) => unwrap(api.GET("/api/inbox", { signal, cache: "no-store" })));
  const [gone, setGone] = useState<readonly string[]>([]);

  const inbox = useMemo(() => {
    if (!remote.value) return undefined;
    const loaded = KINDS.flatMap((kind) => entriesOf(remote.value as Inbox, kind));
    const entries = loaded.filter((entry) => !gone.includes(entry.key));
    const counts = { ...remote.value.counts };
    for (const entry of loaded) if (gone.includes(entry.key)) counts[entry.kind] -= 1;
    return { entries, counts, total: KINDS.reduce((sum, kind) => sum + counts[kind], 0) };
  }, [remote.value, gone]);

  function decided(entry: Entry) {
    setGone((before) => [...before, entry.key]);
    remote.retry();
  }
  return { inbox, remote, decided };
}

function entriesOf(inbox: Inbox, kind: Kind): Entry[] {
  return inbox[kind].map((value) => ({ kind, key: `${kind} ${KEYS[kind](value as never)}`, value }) as Entry);
}

const KEYS: { [K in Kind]: (value: Inbox[K][number]) => string } = {
  questions: (edit) => `${edit.id} ${edit.asked_at}`,
  conflicts: (conflict) => conflict.mark,
  suggestions: ({ link }) => `${link.low_id} ${link.high_id} ${link.judged_at}`,
  places: (pair) => `${pair.place_id} ${pair.other_place_id}`,
  queue: (entry) => String(entry.id),
  words: (word) => word.word,
  runs: (run) => run.id,
  alerts: (message) => String(message.id),
};
