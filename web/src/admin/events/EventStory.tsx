/** What happened to an event, in sentences, the latest first. */
import { api, unwrap } from "@/api/client";
import { LoadingOrError } from "@/admin/AdminPage";
import { storySentence } from "@/admin/events/storySentence";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useLocale } from "@/language/languages";
import { useOffice } from "@/language/office";

export function EventStory({ id, version }: { id: number; version: string }) {
  const texts = useOffice();
  const locale = useLocale();
  const { value, problem, retry } = useAdminRemote(`story ${id} ${version}`, (signal) =>
    unwrap(api.GET("/api/events/{event_id}/story", { signal, cache: "no-store", params: { path: { event_id: id } } })),
  );
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{texts.editor.history}</h2>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.entries.length === 0 ? (
        <p className="soft">{texts.editor.noHistory}</p>
      ) : (
        <ol className="story" role="list">
          {value.entries.toReversed().map((entry, index) => (
            <li key={index} data-kind={entry.kind}>
              <time className="soft small" dateTime={entry.at}>
                {format.format(new Date(entry.at))}
              </time>
              <span className="break">{storySentence(entry, texts, locale)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
