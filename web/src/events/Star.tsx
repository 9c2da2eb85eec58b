/** A button that keeps an event in the visitor's list. */
import { classes } from "@/components/classes";
import { Icon } from "@/components/Icon";
import { toggleStar, useStars } from "@/events/stars";
import { usePage } from "@/language/page";

export function Star({ eventId, title, className, label = false }: { eventId: number; title: string; className?: string; label?: boolean }) {
  const texts = usePage();
  const starred = useStars().includes(eventId);
  const name = starred ? texts.list.unstar : texts.list.star;
  return (
    <button
      type="button"
      className={classes("star", label && "button", starred && "star--on", className)}
      aria-pressed={starred}
      onClick={() => toggleStar(eventId)}
      title={name}
    >
      <Icon name="star" />
      {label ? texts.mine.title : <span className="visually-hidden">{`${texts.list.star}: ${title}`}</span>}
    </button>
  );
}
