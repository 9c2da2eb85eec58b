/** What to know before going: cancelled, sold out, free or the price, the categories. */
import { Badge, type Tone } from "@/components/Badge";
import type { Listing } from "@/events/model";
import { priceWords } from "@/events/price";

const STATUS: Readonly<Record<string, { words: string; tone: Tone }>> = {
  cancelled: { words: "Cancelled", tone: "bad" },
  postponed: { words: "Postponed", tone: "warn" },
  rescheduled: { words: "Rescheduled", tone: "warn" },
  moved_online: { words: "Moved online", tone: "accent" },
};
const CATEGORIES_SHOWN = 2;

export type Badged = Pick<Listing, "status" | "sold_out" | "price" | "categories">;

export function EventBadges({ listing }: { listing: Badged }) {
  const price = priceWords(listing.price);
  return (
    <div className="badges">
      <StatusBadge status={listing.status} />
      {listing.sold_out && <Badge tone="warn">Sold out</Badge>}
      {price && <Badge tone={listing.price?.is_free ? "good" : "plain"}>{price}</Badge>}
      {listing.categories.slice(0, CATEGORIES_SHOWN).map((category) => (
        <Badge key={category}>{category}</Badge>
      ))}
    </div>
  );
}

/** Nothing for an event that takes place as announced. */
export function StatusBadge({ status }: { status: string }) {
  const shown = STATUS[status];
  return shown ? <Badge tone={shown.tone}>{shown.words}</Badge> : null;
}
