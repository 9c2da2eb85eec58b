/** The events that lists show once with "and more dates", and what an editor decides about that. */
import Link from "next/link";
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { ActionError, LoadingOrError } from "@/admin/AdminPage";
import { FindEvents } from "@/admin/events/FindEvents";
import { personName } from "@/admin/people";
import { eventUrl } from "@/admin/urls";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";
import { formatMoment, localMoment } from "@/time/moments";

export function EventSeries({ id, version }: { id: number; version: string }) {
  const texts = useOffice();
  const action = useAction();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const path = { event_id: id };
  const { value, problem, retry } = useAdminRemote(`series ${id} ${version}`, (signal) =>
    unwrap(api.GET("/api/events/{event_id}/series", { signal, cache: "no-store", params: { path } })),
  );

  async function group(other_ids: readonly number[], message: string) {
    const work = () => unwrap(api.POST("/api/events/{event_id}/group", { params: { path }, body: { other_ids: [...other_ids] } }));
    if (!(await action.run(work, message))) return;
    setChosen([]);
    retry();
  }
  async function ungroup(whole: boolean, message: string) {
    const work = () => unwrap(api.POST("/api/events/{event_id}/ungroup", { params: { path }, body: { whole } }));
    if (await action.run(work, message)) retry();
  }
  const toggle = (other: number) => setChosen((before) => (before.includes(other) ? before.filter((one) => one !== other) : [...before, other]));

  if (!value)
    return (
      <section className="stack" aria-labelledby="series">
        <h2 id="series">{texts.series.head}</h2>
        <LoadingOrError problem={problem} onRetry={retry} />
      </section>
    );
  const several = value.events.length > 1;
  const dates = value.events.reduce((sum, event) => sum + event.dates, 0);
  return (
    <section className="stack" aria-labelledby="series">
      <h2 id="series">{texts.series.head}</h2>
      <p className="soft">
        {several ? texts.series.text(value.events.length) : texts.series.alone} {value.each_date && texts.series.eachDate}{" "}
        {value.decided_by && texts.series.decidedBy(personName(value.decided_by, texts))}
      </p>
      {several && <Members events={value.events} />}
      <ActionError problem={action.problem} />
      <div className="row">
        {several && (
          <Button disabled={action.busy} onClick={() => void ungroup(false, texts.series.tookOut)}>
            {texts.series.takeOut}
          </Button>
        )}
        {dates > 1 && !value.each_date && (
          <Button disabled={action.busy} onClick={() => void ungroup(true, texts.series.showsEach)}>
            {texts.series.showEach}
          </Button>
        )}
        {value.decided_by && (
          <Button disabled={action.busy} onClick={() => void group([], texts.series.wasReset)}>
            {texts.series.reset}
          </Button>
        )}
      </div>
      <details className="disclosure">
        <summary>{texts.series.groupHead}</summary>
        <FindEvents
          what={texts.series.groupHead}
          but={value.events.map((event) => event.event_id)}
          action={(event) => (
            <input type="checkbox" className="tick" aria-label={texts.series.choose(event.title)} checked={chosen.includes(event.id)} onChange={() => toggle(event.id)} />
          )}
        />
        {chosen.length > 0 && (
          <Button look="primary" disabled={action.busy} onClick={() => void group(chosen, texts.series.grouped)}>
            {texts.series.group(chosen.length)}
          </Button>
        )}
      </details>
    </section>
  );
}

function Members({ events }: { events: readonly Schemas["SeriesEvent"][] }) {
  const texts = useOffice();
  const locale = useLocale();
  return (
    <ul className="found" role="list">
      {events.map((event) => (
        <li key={event.event_id}>
          <span>
            <Link className="break" href={eventUrl(event.event_id)}>
              {event.title}
            </Link>
            <span className="soft small">
              {[
                event.first_at && event.timezone && formatMoment(localMoment(event.first_at, event.timezone), locale),
                texts.series.dates(event.dates),
                event.venue,
                event.source,
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
