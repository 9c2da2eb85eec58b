/** How it was found out how a source publishes. */
import { api, unwrap } from "@/api/client";
import { ExternalLink } from "@/admin/ExternalLink";
import { Timestamp } from "@/admin/Timestamp";
import { Asked } from "@/admin/discovery/Asked";
import { Lines } from "@/admin/sources/PreviewResult";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useOffice } from "@/language/office";
import { useSourceTexts } from "@/language/office/sources";

/** Shows nothing for a source that somebody entered by hand. */
export function FoundBy({ sourceId }: { sourceId: number }) {
  const { value } = useAdminRemote(`why ${sourceId}`, (signal) =>
    unwrap(api.GET("/api/sources/{source_id}/why", { signal, params: { path: { source_id: sourceId } } })),
  );
  const { fromServer } = useOffice();
  const texts = useSourceTexts().foundBy;
  const found = value?.found;
  if (!found) return null;
  return (
    <section className="stack" aria-labelledby="found-by">
      <h2 id="found-by">{texts.head}</h2>
      <div className="card stack">
        <dl className="admin-facts">
          <div>
            <dt>{texts.evidence}</dt>
            <dd className="break">{fromServer(found.reason)}</dd>
          </div>
          <div>
            <dt>{texts.url}</dt>
            <dd>
              <ExternalLink url={found.url} />
            </dd>
          </div>
          {found.listing && (
            <div>
              <dt>{texts.listing}</dt>
              <dd>
                <ExternalLink url={found.listing} />
              </dd>
            </div>
          )}
          <div>
            <dt>{texts.on}</dt>
            <dd>
              <Timestamp at={found.at} />
            </dd>
          </div>
        </dl>
        {found.others.length > 0 && (
          <details>
            <summary className="summary">{texts.others}</summary>
            <Lines lines={found.others} />
          </details>
        )}
        <Asked lines={found.asked} />
      </div>
    </section>
  );
}
