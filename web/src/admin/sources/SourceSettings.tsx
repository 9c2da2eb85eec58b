/** What a source is, to be read. */
import type { Schemas } from "@/api/client";
import { OutLink } from "@/admin/OutLink";

const FEEDS_SHOWN = 12;

export function SourceSettings({ source }: { source: Schemas["AdminSource"] }) {
  const special = Object.entries(source.settings);
  return (
    <dl className="office-facts card">
      <div>
        <dt>Address</dt>
        <dd>
          <OutLink address={source.base_url} />
        </dd>
      </div>
      <div>
        <dt>Spider</dt>
        <dd>{source.spider}</dd>
      </div>
      <div>
        <dt>Zone</dt>
        <dd>{source.timezone}</dd>
      </div>
      {special.length > 0 && (
        <div>
          <dt>Peculiarities</dt>
          <dd className="break">{special.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")}</dd>
        </div>
      )}
      {source.feeds.length > 0 && (
        <div className="office-facts__wide">
          <dt>Feeds ({source.feeds.length})</dt>
          <dd>
            <ul role="list">
              {source.feeds.slice(0, FEEDS_SHOWN).map((feed) => (
                <li key={feed}>
                  <OutLink address={feed} />
                </li>
              ))}
            </ul>
            {source.feeds.length > FEEDS_SHOWN && <p className="soft">and {source.feeds.length - FEEDS_SHOWN} more</p>}
          </dd>
        </div>
      )}
    </dl>
  );
}
