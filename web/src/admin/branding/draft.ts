/** The form's fields. An empty text is a field that isn't set. */
import type { Schemas } from "@/api/client";
import { LANGUAGES, type Language } from "@/language/languages";

type Branding = Schemas["Branding"];
type Texts = Readonly<Partial<Record<Language, string>>>;
export type Link = { readonly label: string; readonly url: string };
export type Draft = {
  readonly name: string;
  readonly town: string;
  readonly theme: string;
  readonly accent: string;
  readonly accent_dark: string;
  readonly font: string;
  readonly about: Texts;
  readonly contact: Texts;
  readonly links: readonly Link[];
  readonly css: string;
  /** A new picture as a `data:` address; null: as it was; "": none. */
  readonly logo: string | null;
};

export function draftOf(saved: Branding): Draft {
  return {
    name: saved.name ?? "",
    town: saved.town ?? "",
    theme: saved.theme ?? "",
    accent: saved.accent ?? "",
    accent_dark: saved.accent_dark ?? "",
    font: saved.font ?? "",
    about: saved.about ?? {},
    contact: saved.contact ?? {},
    links: saved.links ?? [],
    css: saved.css ?? "",
    logo: null,
  };
}

export function bodyOf(draft: Draft): Schemas["BrandingChange"] {
  return {
    name: draft.name.trim() || null,
    town: draft.town.trim() || null,
    theme: (draft.theme || null) as Schemas["Theme"] | null,
    accent: draft.accent.trim().toLowerCase() || null,
    accent_dark: draft.accent_dark.trim().toLowerCase() || null,
    font: (draft.font || null) as Schemas["Font"] | null,
    about: filled(draft.about),
    contact: filled(draft.contact),
    links: [...withoutEmptyLinks(draft).links],
    css: draft.css.trim() || null,
    logo: draft.logo,
  };
}

/** The errors of a link name its place in the list that was sent. */
export function withoutEmptyLinks(draft: Draft): Draft {
  return { ...draft, links: draft.links.filter(({ label, url }) => label.trim() || url.trim()) };
}

/** The kind of field in a path: `about.es` is `about`, and `links.1.url` is `url`. */
export function fieldOf(path: string): string {
  const [first = "", , last] = path.split(".");
  return first === "links" && last ? last : first;
}

function filled(texts: Texts): Record<string, string> {
  const languages = Object.keys(LANGUAGES) as Language[];
  return Object.fromEntries(languages.map((code) => [code, (texts[code] ?? "").trim()]).filter(([, text]) => text));
}

/** A file as a `data:` address. */
export function addressOf(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(file);
  });
}
