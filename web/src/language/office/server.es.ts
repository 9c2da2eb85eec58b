/** Spanish for what the server says in English: sentences with `{}` for what differs. What isn't known stays as it is. */
import sentences from "@/language/office/server.es.json";

type Pattern = { readonly pattern: RegExp; readonly spanish: string };

const ENTRIES = Object.entries(sentences);
/** The most specific first. */
const PATTERNS: readonly Pattern[] = ENTRIES.map(([english, spanish]) => ({ english, pattern: patternOf(english), spanish })).sort(
  (one, other) => other.english.replaceAll("{}", "").length - one.english.replaceAll("{}", "").length,
);
const WHOLE = ENTRIES.filter(([english]) => english.endsWith(".") && !english.includes("{}"));

function patternOf(english: string): RegExp {
  const parts = english.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+?)")}$`, "s");
}

export function fromServer(text: string): string {
  for (const { pattern, spanish } of PATTERNS) {
    const found = pattern.exec(text);
    if (!found) continue;
    const values = found.slice(1).map(fromServer);
    return spanish.replace(/\{\}/g, () => values.shift() ?? "");
  }
  const last = WHOLE.find(([english]) => text.endsWith(` ${english}`));
  if (last) return `${fromServer(text.slice(0, -last[0].length - 1))} ${last[1]}`;
  const first = WHOLE.find(([english]) => text.startsWith(`${english} `));
  if (first) return `${first[1]} ${fromServer(text.slice(first[0].length + 1))}`;
  const parts = text.split("; ");
  if (parts.length > 1) return parts.map(fromServer).join("; ");
  const [, name, why] = /^(\w+): (.+)$/s.exec(text) ?? [];
  return name && why ? `${name}: ${fromServer(why)}` : text;
}
