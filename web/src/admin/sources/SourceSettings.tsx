/** A source's settings, read-only. */
import type { Schemas } from "@/api/client";
import { ExternalLink } from "@/admin/ExternalLink";
import { draftOfRules, rulesOf } from "@/admin/sources/rules";
import { useSourceTexts } from "@/language/office/sources";

const MAX_FEEDS_SHOWN = 12;

export function SourceSettings({ source }: { source: Schemas["AdminSource"] }) {
  const texts = useSourceTexts().facts;
  const quirks = Object.entries(source.settings);
  const rules = Object.entries(rulesOf(draftOfRules(source.rules)));
  return (
    <dl className="admin-facts card">
      <div>
        <dt>{texts.url}</dt>
        <dd>
          <ExternalLink url={source.base_url} />
        </dd>
      </div>
      <div>
        <dt>{texts.spider}</dt>
        <dd>{source.spider}</dd>
      </div>
      <div>
        <dt>{texts.zone}</dt>
        <dd>{source.timezone}</dd>
      </div>
      {source.listing && (
        <div>
          <dt>{texts.listing}</dt>
          <dd>
            <ExternalLink url={source.listing} />
          </dd>
        </div>
      )}
      {quirks.length > 0 && (
        <div>
          <dt>{texts.quirks}</dt>
          <dd className="break">{quirks.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")}</dd>
        </div>
      )}
      {rules.length > 0 && (
        <div className="admin-facts__wide">
          <dt>{texts.rules}</dt>
          <dd className="break">{rules.map(([name, value]) => `${name}: ${[value].flat().join(", ")}`).join("; ")}</dd>
        </div>
      )}
      {source.feeds.length > 0 && (
        <div className="admin-facts__wide">
          <dt>{texts.feeds(source.feeds.length)}</dt>
          <dd>
            <ul role="list">
              {source.feeds.slice(0, MAX_FEEDS_SHOWN).map((feed) => (
                <li key={feed}>
                  <ExternalLink url={feed} />
                </li>
              ))}
            </ul>
            {source.feeds.length > MAX_FEEDS_SHOWN && <p className="soft">{texts.more(source.feeds.length - MAX_FEEDS_SHOWN)}</p>}
          </dd>
        </div>
      )}
    </dl>
  );
}
