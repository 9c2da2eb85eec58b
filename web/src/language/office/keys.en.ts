/** English texts about API keys and the audit log. Other languages have the same names. */
import { acts, things } from "@/language/office/acts.en";
import type { Schemas } from "@/api/client";

const scopes: Readonly<Record<Schemas["Scope"], string>> = {
  read: "read: view only",
  edit: "edit: also run and change sources",
  admin: "admin: also manage API keys and view the audit log",
};

export const keys = {
  title: "API keys",
  about: "Programs use these keys to call the API. Marquee stores only a hash of each.",
  caption: "API keys, newest first",
  none: "No API keys yet",
  noneText: "A program that only reads doesn’t need one, unless reading requires a login here.",
  create: "New key",
  newTitle: "New API key",
  label: "What is it for?",
  scope: "Scope",
  scopeHint: "Choose the lowest that is enough.",
  scopes,
  days: "Expires after (days)",
  daysHint: "Leave empty for a key that doesn’t expire.",
  make: "Create key",
  made: (label: string) => `Key “${label}” created.`,
  copyTitle: "Copy your key",
  copyBefore: "This is the key for",
  copyAfter: "Save it now: Marquee can’t show it again.",
  key: "Key",
  copying: {
    copy: "Copy",
    copied: "Key copied.",
    notCopied: "The browser blocked copying. Select the key and copy it yourself.",
    done: "Done",
  },
  usedFor: "Used for",
  prefix: "Prefix",
  created: "Created",
  by: "by",
  lastUsed: "Last used",
  status: "Status",
  actions: "Actions",
  valid: "valid",
  validUntil: "valid until",
  expired: "expired",
  isRevoked: "revoked",
  revoke: "Revoke",
  revokeTitle: (label: string) => `Revoke ${label}?`,
  revokeText: "Programs that use this key lose access immediately. You can’t restore a revoked key.",
  revoked: (label: string) => `Key “${label}” revoked.`,
};

export const audit = {
  title: "Audit log",
  about: "Logins and changes, and who made them.",
  onlyAbout: (subject: string) => `Only changes to ${subject}.`,
  showAll: "Show the full log",
  none: "No entries yet",
  noneText: "Nobody has changed anything so far.",
  caption: "Changes, newest first",
  older: "Older entries",
  when: "When",
  what: "What happened",
  acts,
  things,
  /** The sentence up to a thing, and the thing: Spanish joins some of them. */
  joined: (before: string, thing: string): readonly [string, string] => [before, thing],
  quoted: (name: string) => `“${name}”`,
  changes: "Changes",
  fields: (count: number) => `${count} fields`,
  removed: "removed",
};
