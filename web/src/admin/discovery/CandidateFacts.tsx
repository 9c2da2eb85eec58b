/** The evidence for one way in which a site publishes, and its first events. */
import { ExternalLink } from "@/admin/ExternalLink";
import type { Candidate } from "@/admin/discovery/findings";
import { RecipeFacts } from "@/admin/recipes/RecipeFacts";
import { LeftOut } from "@/admin/sources/LeftOut";
import { PreviewEvents } from "@/admin/sources/PreviewEvents";
import { Lines } from "@/admin/sources/PreviewResult";

/** `title`: the platform's. */
export function CandidateFacts({ candidate, title, language }: { candidate: Candidate; title: string; language: string }) {
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
          <dd>
            {candidate.upcoming}
            {candidate.pages > 0 && ` on the pages that were looked at; a harvest reads those of all events, ${candidate.pages} now`}
          </dd>
        </div>
        {candidate.listed > 0 && (
          <div>
            <dt>Coverage</dt>
            <dd>
              {candidate.covered} of {candidate.listed} titles on the listing page
            </dd>
          </div>
        )}
        <div>
          <dt>Time zone of its events</dt>
          <dd>{zoneOf(candidate)}</dd>
        </div>
        <div>
          <dt>Place</dt>
          <dd>{placeOf(candidate)}</dd>
        </div>
        {language && (
          <div>
            <dt>Language</dt>
            <dd>{language}, as its pages say</dd>
          </div>
        )}
        <div className="admin-facts__wide">
          <dt>Address</dt>
          <dd>
            <ExternalLink url={candidate.base_url} />
          </dd>
        </div>
      </dl>
      {candidate.recipe && (
        <details open>
          <summary className="summary">The recipe by which its pages are read</summary>
          <RecipeFacts recipe={candidate.recipe} />
        </details>
      )}
      <LeftOut reasons={candidate.left_out} />
      <PreviewEvents events={candidate.events} found={candidate.upcoming} />
      {candidate.problems.length > 0 && (
        <details>
          <summary className="summary">What couldn’t be read</summary>
          <Lines lines={candidate.problems} />
        </details>
      )}
      {candidate.notes && candidate.notes.length > 0 && (
        <details>
          <summary className="summary">What was read only in part</summary>
          <Lines lines={candidate.notes} />
        </details>
      )}
    </>
  );
}

function zoneOf({ timezone, zone_named }: Candidate): string {
  if (!timezone) return "several, which they name";
  return zone_named ? `${timezone}, which they name` : `${timezone}, because they name none`;
}

function placeOf({ venue, place, places }: Candidate): string {
  if (venue) return `${[venue.name, venue.address].filter(Boolean).join(", ")}: the site’s own, because its events name none`;
  if (place) return `${place}, which all name`;
  return places === 0 ? "none is named" : `${places} places, which they name`;
}
