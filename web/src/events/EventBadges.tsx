/** Badges for what people should know before they go: status, sold out, price, categories. */
import { Badge, type Tone } from "@/components/Badge";
import { KindBadges } from "@/events/kinds";
import type { Event, Listing } from "@/events/model";
import { formatPrice } from "@/events/price";
import { usePage } from "@/language/page";

const TONES: Readonly<Record<string, Tone>> = { cancelled: "bad", postponed: "warn", rescheduled: "warn", moved_online: "accent" };
const MAX_CATEGORIES = 2;

export type BadgeFields = Pick<Listing, "status" | "sold_out" | "price" | "town_categories" | "unconfirmed_since"> & Partial<Pick<Listing, "progress">>;

export function EventBadges({ listing }: { listing: BadgeFields }) {
  const texts = usePage();
  const price = formatPrice(listing.price);
  return (
    <div className="badges">
      <StatusBadge status={listing.status} />
      {listing.progress && <ProgressBadge progress={listing.progress} status={listing.status} />}
      {listing.sold_out && <Badge tone="warn">{texts.status.soldOut}</Badge>}
      {listing.unconfirmed_since && <Badge tone="warn">{texts.status.unconfirmed}</Badge>}
      {price && <Badge tone={listing.price?.is_free ? "good" : "plain"}>{price}</Badge>}
      <KindBadges names={listing.town_categories} most={MAX_CATEGORIES} />
    </div>
  );
}

/** What people should know of a whole event: of its only date, or else of all. */
export function StatusBadges({ event }: { event: Event }) {
  const texts = usePage();
  const [only, another] = event.occurrences;
  const status = only && !another ? only.status : event.status;
  return (
    <>
      <StatusBadge status={status} />
      {only && !another && <ProgressBadge progress={only.progress} status={status} />}
      {event.sold_out && <Badge tone="warn">{texts.status.soldOut}</Badge>}
    </>
  );
}

/** Shows nothing for an event that takes place as announced. */
export function StatusBadge({ status }: { status: string }) {
  const texts = usePage();
  const tone = TONES[status];
  return tone ? <Badge tone={tone}>{texts.status.names[status]}</Badge> : null;
}

/** "Over" or "Running now"; what is canceled or postponed isn't running. */
export function ProgressBadge({ progress, status }: Pick<Listing, "progress" | "status">) {
  const texts = usePage();
  if (progress === "over") return <Badge>{texts.status.over}</Badge>;
  const off = status === "cancelled" || status === "postponed";
  return progress === "running" && !off ? <Badge tone="good">{texts.status.running}</Badge> : null;
}
