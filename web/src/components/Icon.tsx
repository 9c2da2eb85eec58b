/** Icons in the text color. They always accompany text, so screen readers skip them. */
const PATHS = {
  mark: "M3 20V10a9 9 0 0 1 18 0v10M3 20h18M8 20v-8a4 4 0 0 1 8 0v8",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM20 20l-4-4",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4",
  moon: "M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5Z",
  close: "M6 6l12 12M18 6L6 18",
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  feed: "M5 19h.01M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14",
  place: "M12 21s7-6.2 7-11a7 7 0 1 0-14 0c0 4.8 7 11 7 11ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  ticket: "M3 8a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v2a2 2 0 0 0 0 4v2a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-2a2 2 0 0 0 0-4ZM14 6v12",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  surprise: "M12 3l2.2 6.2L20 12l-5.8 2.8L12 21l-2.2-6.2L4 12l5.8-2.8Z",
  filter: "M4 6h16M7 12h10M10 18h4",
  star: "M12 4l2.4 5.1 5.6.7-4.100 3.900 1.100 5.600L12 16.600l-5 2.700 1.100-5.600L4 9.800l5.600-.7Z",
  plus: "M12 5v14M5 12h14",
  share: "M12 15V4M8 7l4-4 4 4M6 11H5v9h14v-9h-1",
  list: "M4 6h16M4 12h16M4 18h10",
  map: "M9 4 3 6v14l6-2 6 2 6-2V4l-6 2ZM9 4v14M15 6v14",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      className={className}
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
