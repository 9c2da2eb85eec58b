/** Who lists an event, side by side; splits what was joined wrongly, and joins what was missed. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { ActionError, LoadingOrError } from "@/admin/AdminPage";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { ExternalLink } from "@/admin/ExternalLink";
import { FindEvents } from "@/admin/events/FindEvents";
import { SideBySide, type ListedEvent } from "@/admin/events/SideBySide";
import { personName } from "@/admin/people";
import { reasonWords } from "@/admin/reasons";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";

type Links = Schemas["Listings"]["links"];

/** `version` changes with the event, so that the listings are read again. */
export function EventListings({ id, version, onDone }: { id: number; version: string; onDone: () => void }) {
  const texts = useOffice();
  const { value, problem, retry } = useListings(id, version);
  const [splitting, setSplitting] = useState<ListedEvent>();
  const [comparing, setComparing] = useState<number>();

  function changed() {
    setSplitting(undefined);
    setComparing(undefined);
    retry();
    onDone();
  }

  return (
    <section className="stack" aria-labelledby="listings">
      <h2 id="listings">{texts.listings.head}</h2>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : (
        <>
          {value.events.length === 1 ? (
            <p>
              {texts.listings.alone(value.events[0]!.source_title)} <ExternalLink url={value.events[0]!.url} />
            </p>
          ) : (
            <>
              <p className="soft">{texts.listings.together(value.events.length)}</p>
              <SideBySide
                events={value.events}
                actions={(event) => (
                  <Button onClick={() => setSplitting(event)}>
                    {texts.listings.split}
                    <span className="visually-hidden"> {event.source_title}</span>
                  </Button>
                )}
              />
            </>
          )}
          <Decisions links={value.links} />
          <details className="disclosure">
            <summary>{texts.listings.joinHead}</summary>
            <p className="soft">{texts.listings.joinText}</p>
            <FindEvents
              what={texts.listings.joinHead}
              but={value.events.map((event) => event.event_id)}
              action={(event) => (
                <Button onClick={() => setComparing(event.id)}>
                  {texts.listings.compare}
                  <span className="visually-hidden"> {event.title}</span>
                </Button>
              )}
            />
          </details>
          <SplitDialog id={id} event={splitting} onClose={() => setSplitting(undefined)} onDone={changed} />
          <JoinDialog id={id} ours={value.events} other={comparing} onClose={() => setComparing(undefined)} onDone={changed} />
        </>
      )}
    </section>
  );
}

function useListings(id: number | undefined, version: string) {
  return useAdminRemote(id === undefined ? null : `listings ${id} ${version}`, (signal) =>
    unwrap(api.GET("/api/events/{event_id}/listings", { signal, cache: "no-store", params: { path: { event_id: id ?? 0 } } })),
  );
}

function Decisions({ links }: { links: Links }) {
  const texts = useOffice();
  const locale = useLocale();
  if (links.length === 0) return null;
  return (
    <details className="disclosure">
      <summary>{texts.listings.decisions}</summary>
      <ul className="story" role="list">
        {links.map((link) => (
          <li key={`${link.low_id} ${link.high_id}`}>
            <strong>{texts.listings.states[link.state] ?? link.state}</strong>
            <span className="soft">
              {[
                link.decided_by && texts.listings.by(personName(link.decided_by, texts)),
                link.decided_because,
                link.score !== null && texts.listings.points(link.score),
                reasonWords(link.why, texts, locale),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function SplitDialog({ id, event, onClose, onDone }: { id: number; event: ListedEvent | undefined; onClose: () => void; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const path = { event_id: event?.event_id ?? 0 };
  const { value, problem, loading, retry } = useAdminRemote(event ? `split ${path.event_id}` : null, (signal) =>
    unwrap(api.POST("/api/events/{event_id}/split", { signal, params: { path, query: { dry_run: true } }, body: {} })),
  );

  async function split() {
    const work = () => unwrap(api.POST("/api/events/{event_id}/split", { params: { path }, body: {} }));
    if (await action.run(work, texts.listings.wasSplit)) onDone();
  }

  return (
    <ConfirmDialog key={id} title={texts.listings.splitTitle} verb={texts.listings.split} open={event !== undefined} action={action} onConfirm={() => void split()} onClose={onClose}>
      <p>{texts.listings.splitText(event?.source_title ?? "")}</p>
      {!value || loading ? <LoadingOrError problem={problem} onRetry={retry} /> : <SeenEvents seen={value.seen} />}
    </ConfirmDialog>
  );
}

/** What people will see after a decision. */
function SeenEvents({ seen }: { seen: readonly Schemas["SeenEvent"][] }) {
  const texts = useOffice().listings;
  const locale = useLocale();
  const list = new Intl.ListFormat(locale);
  return (
    <div className="stack">
      <p>{texts.then}</p>
      <ul>
        {seen.map((event) => (
          <li key={event.event_id}>
            {[
              texts.seen(event.title, list.format(event.sources)),
              event.left > 0 && texts.leaves(event.left),
              event.entered > 0 && texts.enters(event.entered),
              event.series > 0 && event.left + event.entered === 0 && texts.inSeries(event.series),
            ]
              .filter(Boolean)
              .join("; ")}
          </li>
        ))}
      </ul>
    </div>
  );
}

function JoinDialog({ id, ours, other, onClose, onDone }: { id: number; ours: readonly ListedEvent[]; other: number | undefined; onClose: () => void; onDone: () => void }) {
  const texts = useOffice();
  const action = useAction();
  const { value, problem, retry } = useListings(other, "");
  const preview = useAdminRemote(other === undefined ? null : `join ${id} ${other}`, (signal) =>
    unwrap(api.POST("/api/events/{event_id}/join", { signal, params: { path: { event_id: id }, query: { dry_run: true } }, body: { other_id: other ?? 0 } })),
  );

  async function join() {
    if (other === undefined) return;
    const path = { event_id: id };
    const work = () => unwrap(api.POST("/api/events/{event_id}/join", { params: { path }, body: { other_id: other } }));
    if (await action.run(work, texts.listings.joined)) onDone();
  }

  return (
    <Dialog title={texts.listings.compareTitle} open={other !== undefined} onClose={onClose} close={texts.close} wide>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : (
        <div className="stack">
          <SideBySide events={[...ours, ...value.events]} />
          {preview.value && !preview.loading && <SeenEvents seen={preview.value.seen} />}
          <ActionError problem={action.problem} />
          <div className="row dialog__end">
            <Button onClick={onClose}>{texts.goBack}</Button>
            <Button look="primary" disabled={action.busy} onClick={() => void join()}>
              {texts.listings.join}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
