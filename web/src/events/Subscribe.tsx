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

const NAMES: Readonly<Record<string, string>> = {
  ics: "Calendar (iCalendar)",
  rss: "RSS",
  atom: "Atom",
  json: "JSON Feed",
  jsonld: "JSON-LD (schema.org)",
};

export function Subscribe({ filters }: { filters: Filters }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
        <Icon name="feed" />
        Subscribe
      </Button>
      <Dialog title="Subscribe to these events" open={open} onClose={() => setOpen(false)}>
        <Feeds filters={filters} />
      </Dialog>
    </>
  );
}

function Feeds({ filters }: { filters: Filters }) {
  const key = filterQuery(filters).toString();
  const { value, problem, retry } = useRemote(key, (signal) =>
    unwrap(api.GET("/api/feeds", { signal, params: { query: Object.fromEntries(filterQuery(filters)) } })),
  );
  if (problem) return <ErrorState title="Couldn’t load the feed links" detail={problem.detail} onRetry={retry} />;
  if (!value) return <Skeleton className="skeleton--event" />;
  return (
    <div className="stack">
      <p className="soft">New events appear automatically. The feeds use your current filters.</p>
      <div className="row">
        <ButtonLink outside look="primary" href={value.webcal}>
          <Icon name="calendar" />
          Open in calendar app
        </ButtonLink>
        <ButtonLink outside href={value.google} rel="noreferrer">
          Google
        </ButtonLink>
        <ButtonLink outside href={value.outlook} rel="noreferrer">
          Outlook
        </ButtonLink>
      </div>
      <p className="soft">
        Calendar apps can also show{" "}
        {value.spans.map((span, place) => (
          <span key={span.days ?? "all"}>
            {place > 0 && ", "}
            <a href={span.webcal}>{span.days === null ? "all events" : `the next ${span.days} days`}</a>
          </span>
        ))}
        .
      </p>
      <div className="feed-lines">
        {value.feeds.map((feed) => (
          <FeedLink key={feed.format} name={NAMES[feed.format] ?? feed.format} url={feed.url} />
        ))}
      </div>
    </div>
  );
}

function FeedLink({ name, url }: { name: string; url: string }) {
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
          {copied === "yes" ? "Copied" : copied === "failed" ? "Select and copy" : "Copy"}
          <span className="visually-hidden"> link: {name}</span>
        </span>
      </Button>
    </div>
  );
}
