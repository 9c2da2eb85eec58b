/** English texts about the removal of a source. Other languages have the same names. */
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const removal = {
  title: (source: string) => `Remove ${source}?`,
  leave: (count: number) => (count === 0 ? "No upcoming event leaves the calendar." : `${plural(count, "upcoming event leaves", "upcoming events leave")} the calendar.`),
  stay: (count: number) => `${plural(count, "upcoming event stays", "upcoming events stay")}, because other sources list them, too.`,
  deleted: (events: number, runs: number) => `${plural(events, "past or withdrawn event", "past or withdrawn events")} and ${plural(runs, "run", "runs")} are deleted.`,
  corrected: (count: number) => `People’s corrections to ${plural(count, "event", "events")} are deleted.`,
  schedules: (names: string) => `These schedules end: ${names}.`,
  forGood: "This can’t be undone. To keep the events, pause the source instead.",
  verb: "Remove for good",
  removed: (source: string) => `${source} is removed.`,
};
