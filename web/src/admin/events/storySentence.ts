/** One entry of an event's history as a sentence in the editor's language. */
import type { Schemas } from "@/api/client";
import { wordsOf } from "@/admin/events/FieldValue";
import { personName } from "@/admin/people";
import { reasonWords } from "@/admin/reasons";
import type { OfficeTexts } from "@/language/office";
import { formatMoment, localMoment } from "@/time/moments";

type Entry = Schemas["StoryEntry"];

const LONGEST = 160;
const MOST_NAMED = 3;

export function storySentence(entry: Entry, texts: OfficeTexts, locale: string): string {
  const { story } = texts;
  const say = (value: unknown) => said(entry, value, texts, locale);
  const by = entry.by ?? "";
  const who = by in story.people ? capitalized(personName(by, texts), locale) : personName(by, texts);
  const field = fieldName(entry, texts, locale);
  switch (entry.kind) {
    case "first_seen":
      return story.firstSeen(entry.source, say(entry.new));
    case "added":
      return because(story.added(who, say(entry.new)), entry, texts);
    case "merged":
      return story.merged(entry.source, entry.other_source ?? "", reasonWords(entry.why, texts, locale));
    case "changed":
      return change(entry, texts, locale);
    case "question":
      return story.question(who, field, say(entry.new));
    case "corrected":
      if (entry.field === "featured") return because(entry.new ? story.featured(who) : story.unfeatured(who), entry, texts);
      return because(story.corrected(who, field, say(entry.new), say(entry.old)), entry, texts);
    case "kept":
      return story.kept(who, field);
    case "undone":
      return because(story.undone(who, field), entry, texts);
    default:
      return because(act(entry, who, texts, locale), entry, texts) + series(entry, texts);
  }
}

function capitalized(words: string, locale: string): string {
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

function act(entry: Entry, who: string, { story }: OfficeTexts, locale: string): string {
  const list = listed(entry.others, story.more, locale);
  const one = entry.listing ?? story.it;
  switch (entry.kind) {
    case "hidden":
      return story.hid(who);
    case "unhidden":
      return story.unhid(who);
    case "joined_by_person":
      return story.joined(who, one, list);
    case "split_by_person":
      return story.split(who, one, list);
    case "grouped_by_person":
      return story.grouped(who, list);
    default:
      return story.ungrouped(who, list);
  }
}

function change(entry: Entry, texts: OfficeTexts, locale: string): string {
  const { story } = texts;
  const [from, to] = [entry.old, entry.new].map((value) => said(entry, value, texts, locale)) as [string, string];
  const day = dayOf(entry, locale);
  if (entry.field === "withdrawn") return entry.new ? story.gone(entry.source, day) : story.back(entry.source, day);
  if (entry.field === "starts_at") return entry.old === null ? story.newDate(entry.source, to) : story.moved(entry.source, from, to);
  const status = entry.field === "status" ? story.statuses[String(entry.new)] : undefined;
  if (status) return `${status(entry.source)}${day && story.onDay(day)}.`;
  if (entry.field === "title" && entry.key === null) return story.renamed(entry.source, from, to);
  return story.changed(entry.source, fieldName(entry, texts, locale), from, to);
}

function series(entry: Entry, { story }: OfficeTexts): string {
  return entry.series
    .flatMap(({ event, left, entered }) => [left && story.left(event ?? story.It, left), entered && story.entered(event ?? story.It, entered)])
    .filter(Boolean)
    .map((sentence) => ` ${sentence}`)
    .join("");
}

function because(text: string, entry: Entry, { story }: OfficeTexts): string {
  const why = entry.because && (story.because[entry.because] ?? entry.because);
  return why ? `${text.replace(/\.$/, "")}: ${why}${/[.!?…]$/.test(why) ? "" : "."}` : `${text.replace(/\.$/, "")}.`;
}

function fieldName(entry: Entry, { story }: OfficeTexts, locale: string): string {
  const name = story.fields[entry.field ?? ""] ?? (entry.field ?? "").replaceAll("_", " ");
  const day = entry.field === "starts_at" || entry.field === "ends_at" ? "" : dayOf(entry, locale);
  return day ? name + story.onDay(day) : name;
}

function said(entry: Entry, value: unknown, texts: OfficeTexts, locale: string): string {
  const moment = entry.field === "starts_at" || entry.field === "ends_at";
  const local = moment && typeof value === "string" && value.includes("T") && entry.timezone !== "UTC" ? localMoment(value, entry.timezone) : value;
  const words = wordsOf(entry.field ?? "", local, texts, locale);
  if (words === "") return texts.nothing;
  if (typeof local !== "string" || moment || entry.field === "status") return words;
  return `“${words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words}”`;
}

function dayOf(entry: Entry, locale: string): string {
  return entry.key === null ? "" : dayOfKey(entry.key, entry.timezone, locale);
}

/** The day of an occurrence by its key: its first start. */
export function dayOfKey(key: string, zone: string, locale: string): string {
  const stamp = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\dZ)?/.exec(key);
  if (!stamp) return key;
  const [, year, month, day, hour, minute] = stamp;
  const date = `${year}-${month}-${day}`;
  const local = hour ? localMoment(`${date}T${hour}:${minute}:00Z`, zone).slice(0, 10) : date;
  return formatMoment(local, locale);
}

function listed(names: readonly string[], more: (count: number) => string, locale: string): string {
  const rest = names.length - MOST_NAMED;
  const shown = rest > 0 ? [...names.slice(0, MOST_NAMED), more(rest)] : names;
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(shown);
}
