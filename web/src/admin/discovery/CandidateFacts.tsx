/** The evidence for one way in which a site publishes, and its first events. */
import { ExternalLink } from "@/admin/ExternalLink";
import type { Candidate } from "@/admin/discovery/findings";
import { LeftOut } from "@/admin/sources/LeftOut";
import { PreviewEvents } from "@/admin/sources/PreviewEvents";
import { Lines } from "@/admin/sources/PreviewResult";

/** `title`: the platform's. */
export function CandidateFacts({ candidate, title }: { candidate: Candidate; title: string }) {
  return (
    <>
      <dl className="admin-facts">
        <div>
          <dt>Read as</dt>
          <dd>{title}</dd>
        </div>
        <div>
          <dt>Evidence</dt>
          <dd className="break">{candidate.reason}</dd>
        </div>
        <div>
          <dt>Upcoming events</dt>
          <dd>{candidate.upcoming}</dd>
        </div>
        {candidate.coverage !== null && (
          <div>
            <dt>Coverage</dt>
            <dd>{Math.floor(candidate.coverage * 100)}% of the titles on the listing page</dd>
          </div>
        )}
        <div>
          <dt>Time zone of its events</dt>
          <dd>{candidate.timezone || "several"}</dd>
        </div>
        <div className="admin-facts__wide">
          <dt>Address</dt>
          <dd>
            <ExternalLink url={candidate.base_url} />
          </dd>
        </div>
      </dl>
      <LeftOut reasons={candidate.left_out} />
      <PreviewEvents events={candidate.events} found={candidate.upcoming} />
      {candidate.problems.length > 0 && (
        <details>
          <summary className="summary">What couldn’t be read</summary>
          <Lines lines={candidate.problems} />
        </details>
      )}
    </>
  );
}
