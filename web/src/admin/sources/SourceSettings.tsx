/** A source's settings, read-only. */
import type { Schemas } from "@/api/client";
import { ExternalLink } from "@/admin/ExternalLink";
import { draftOfRules, rulesOf } from "@/admin/sources/rules";

const MAX_FEEDS_SHOWN = 12;

export function SourceSettings({ source }: { source: Schemas["AdminSource"] }) {
  const quirks = Object.entries(source.settings);
  const rules = Object.entries(rulesOf(draftOfRules(source.rules)));
  return (
    <dl className="admin-facts card">
      <div>
        <dt>Website URL</dt>
        <dd>
          <ExternalLink url={source.base_url} />
        </dd>
      </div>
      <div>
        <dt>Spider</dt>
        <dd>{source.spider}</dd>
      </div>
      <div>
        <dt>Time zone</dt>
        <dd>{source.timezone}</dd>
      </div>
      {quirks.length > 0 && (
        <div>
          <dt>Quirks</dt>
          <dd className="break">{quirks.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")}</dd>
        </div>
      )}
      {rules.length > 0 && (
        <div className="admin-facts__wide">
          <dt>Rules</dt>
          <dd className="break">{rules.map(([name, value]) => `${name}: ${[value].flat().join(", ")}`).join("; ")}</dd>
        </div>
      )}
      {source.feeds.length > 0 && (
        <div className="admin-facts__wide">
          <dt>Calendar feeds ({source.feeds.length})</dt>
          <dd>
            <ul role="list">
              {source.feeds.slice(0, MAX_FEEDS_SHOWN).map((feed) => (
                <li key={feed}>
                  <ExternalLink url={feed} />
                </li>
              ))}
            </ul>
            {source.feeds.length > MAX_FEEDS_SHOWN && <p className="soft">and {source.feeds.length - MAX_FEEDS_SHOWN} more</p>}
          </dd>
        </div>
      )}
    </dl>
  );
}
