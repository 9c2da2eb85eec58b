/** The evidence for one way in which a site publishes, and its first events. */
import { ExternalLink } from "@/admin/ExternalLink";
import type { Candidate } from "@/admin/discovery/findings";
import { RecipeFacts } from "@/admin/recipes/RecipeFacts";
import { LeftOut } from "@/admin/sources/LeftOut";
import { PreviewEvents } from "@/admin/sources/PreviewEvents";
import { Lines } from "@/admin/sources/PreviewResult";
import { useOffice } from "@/language/office";
import { useDiscoveryTexts, type DiscoveryTexts } from "@/language/office/discovery";

/** `title`: the platform's. */
export function CandidateFacts({ candidate, title, language }: { candidate: Candidate; title: string; language: string }) {
  const office = useOffice();
  const { facts: texts, readAs, address } = useDiscoveryTexts();
  return (
    <>
      <dl className="admin-facts">
        <div>
          <dt>{readAs}</dt>
          <dd>{office.fromServer(title)}</dd>
        </div>
        <div>
          <dt>{texts.evidence}</dt>
          <dd className="break">{office.fromServer(candidate.reason)}</dd>
        </div>
        <div>
          <dt>{texts.upcoming}</dt>
          <dd>
            {candidate.upcoming}
            {candidate.pages > 0 && texts.pages(candidate.pages)}
          </dd>
        </div>
        {candidate.listed > 0 && (
          <div>
            <dt>{texts.coverage}</dt>
            <dd>{texts.covered(candidate.covered, candidate.listed)}</dd>
          </div>
        )}
        <div>
          <dt>{texts.zone}</dt>
          <dd>{zoneOf(candidate, texts)}</dd>
        </div>
        <div>
          <dt>{texts.place}</dt>
          <dd>{placeOf(candidate, texts)}</dd>
        </div>
        {language && (
          <div>
            <dt>{texts.language}</dt>
            <dd>{texts.saidLanguage(language)}</dd>
          </div>
        )}
        <div className="admin-facts__wide">
          <dt>{address}</dt>
          <dd>
            <ExternalLink url={candidate.base_url} />
          </dd>
        </div>
      </dl>
      {candidate.recipe && (
        <details open>
          <summary className="summary">{texts.recipe}</summary>
          <RecipeFacts recipe={candidate.recipe} />
        </details>
      )}
      <LeftOut reasons={candidate.left_out} />
      <PreviewEvents events={candidate.events} found={candidate.upcoming} />
      {candidate.problems.length > 0 && (
        <details>
          <summary className="summary">{texts.problems}</summary>
          <Lines lines={candidate.problems} />
        </details>
      )}
      {candidate.notes && candidate.notes.length > 0 && (
        <details>
          <summary className="summary">{texts.notes}</summary>
          <Lines lines={candidate.notes} />
        </details>
      )}
    </>
  );
}

function zoneOf({ timezone, zone_named }: Candidate, texts: DiscoveryTexts["facts"]): string {
  if (!timezone) return texts.severalZones;
  return zone_named ? texts.namedZone(timezone) : texts.assumedZone(timezone);
}

function placeOf({ venue, place, places }: Candidate, texts: DiscoveryTexts["facts"]): string {
  if (venue) return texts.ownPlace([venue.name, venue.address].filter(Boolean).join(", "));
  if (place) return texts.onePlace(place);
  return places === 0 ? texts.noPlace : texts.places(places);
}
