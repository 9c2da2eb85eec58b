/** Feed links with the current filters, for calendar apps and feed readers. */
import { useState } from "react";

import { api, unwrap } from "@/api/client";
import { useRemote } from "@/api/useRemote";
import { Button, ButtonLink } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { ErrorState, Skeleton } from "@/components/states";
import { filterQuery, type Filters } from "@/events/view";
import { usePage } from "@/language/page";
import { say } from "@/language/say";

const NAMES: Readonly<Record<string, string>> = {
  rss: "RSS",
  atom: "Atom",
  json: "JSON Feed",
  jsonld: "JSON-LD (schema.org)",
};

export function Subscribe({ filters }: { filters: Filters }) {
  const texts = usePage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
        <Icon name="feed" />
        {texts.feeds.subscribe}
      </Button>
      <Dialog title={texts.feeds.title} open={open} onClose={() => setOpen(false)} close={texts.feeds.close}>
        <Feeds filters={filters} />
      </Dialog>
    </>
  );
}

function Feeds({ filters }: { filters: Filters }) {
  const texts = usePage();
  const key = filterQuery(filters).toString();
  const { value, problem, retry } = useRemote(key, (signal) =>
    unwrap(api.GET("/api/feeds", { signal, params: { query: Object.fromEntries(filterQuery(filters)) } })),
  );
  if (problem) return <ErrorState title={texts.feeds.failed} detail={problem.detail} onRetry={retry} retry={texts.list.retry} />;
  if (!value) return <Skeleton className="skeleton--event" />;
  return (
    <div className="stack">
      <p className="soft">{texts.feeds.about}</p>
      <div className="row">
        <ButtonLink outside look="primary" href={value.webcal}>
          <Icon name="calendar" />
          {texts.feeds.open}
        </ButtonLink>
        <ButtonLink outside href={value.google} rel="noreferrer">
          Google
        </ButtonLink>
        <ButtonLink outside href={value.outlook} rel="noreferrer">
          Outlook
        </ButtonLink>
      </div>
      <p className="soft">
        {texts.feeds.alsoShow}{" "}
        {value.spans.map((span, place) => (
          <span key={span.days ?? "all"}>
            {place > 0 && ", "}
            <a href={span.webcal}>{span.days === null ? texts.feeds.all : say(texts.feeds.days, { count: span.days })}</a>
          </span>
        ))}
        .
      </p>
      <div className="feed-lines">
        {value.feeds.map((feed) => (
          <FeedLink key={feed.format} name={feed.format === "ics" ? texts.feeds.calendar : (NAMES[feed.format] ?? feed.format)} url={feed.url} />
        ))}
      </div>
    </div>
  );
}

function FeedLink({ name, url }: { name: string; url: string }) {
  const texts = usePage();
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");

  async function copy() {
    try {
      await navigator.clipboard.writeText(url);
      setCopied("yes");
    } catch {
      setCopied("failed"); // Insecure origin or no permission; the visitor can still select the text.
    }
  }

  return (
    <div className="feed-line">
      <Field label={name}>
        <input readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      </Field>
      <Button onClick={copy}>
        <Icon name="copy" />
        <span aria-live="polite">
          {copied === "yes" ? texts.feeds.copied : copied === "failed" ? texts.feeds.select : texts.feeds.copy}
          <span className="visually-hidden"> {texts.feeds.link}: {name}</span>
        </span>
      </Button>
    </div>
  );
}
