/** A moment as operators read it: how long ago, with the exact time beside it; or the words for there being none. */
import { agoWords, momentWords } from "@/time/words";

export function Moment({ at, none = "never" }: { at: string | null | undefined; none?: string }) {
  if (!at) return <span className="soft">{none}</span>;
  return (
    <time className="moment" dateTime={at}>
      {agoWords(at)} <span className="soft small">{momentWords(at)}</span>
    </time>
  );
}

/** "4 s", "12 min", "1 h 5 min" */
export function tookWords(from: string, until: string | null): string {
  if (!until) return "not ended";
  const seconds = Math.max(0, (new Date(until).getTime() - new Date(from).getTime()) / 1000);
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "Mon, Nov 23, 2026, 6:00 AM EST", in a zone that is named. */
export function zonedWords(moment: string, zone: string): string {
  return new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    month: "short",
    day: "numeric",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(moment));
}
