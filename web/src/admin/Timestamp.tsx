/** A point in time as operators read it: relative, followed by the exact time. */
import { formatRelative, formatTimestamp, zoneNameAt } from "@/time/format";
import { currentLocale } from "@/language/languages";
import { useOffice } from "@/language/office";

/** Shows `fallback`, or else “never”, if there is no time. */
export function Timestamp({ at, fallback }: { at: string | null | undefined; fallback?: string }) {
  const texts = useOffice();
  if (!at) return <span className="soft">{fallback ?? texts.health.never}</span>;
  return (
    <time className="timestamp" dateTime={at}>
      {formatRelative(at)} <span className="soft small">{formatTimestamp(at)}</span>
    </time>
  );
}

/** "4 s", "12 min", "1 h 5 min" */
export function formatDuration(from: string, until: string): string {
  const seconds = Math.max(0, (new Date(until).getTime() - new Date(from).getTime()) / 1000);
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "Mon, Nov 23, 2026, 6:00 AM EST"; `zone` is an IANA name. */
export function formatInZone(timestamp: string, zone: string): string {
  const moment = new Date(timestamp);
  const local = new Intl.DateTimeFormat(currentLocale(), {
    timeZone: zone,
    weekday: "short",
    month: "short",
    day: "numeric",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
  }).format(moment);
  return `${local} ${zoneNameAt(moment, zone)}`;
}
