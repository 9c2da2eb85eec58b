/** What the town's sources don't cover: venues without a source, sources that nobody confirms, and empty weekdays. */
import Link from "next/link";
import { useState, type ReactNode } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button, ButtonLink } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { sourceUrl } from "@/admin/urls";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useNameOfCategory } from "@/language/categoryName";
import { useCoverageTexts } from "@/language/office/coverage";

const SHOWN = 25;

export function CoverageView() {
  const texts = useCoverageTexts();
  const { value, problem, retry } = useAdminRemote("coverage", (signal) => unwrap(api.GET("/api/sources/coverage", { signal })));
  const csv = (
    <ButtonLink outside href="/api/sources/coverage.csv" download>
      {texts.csv}
    </ButtonLink>
  );
  return (
    <AdminPage title={texts.title} about={texts.about} actions={csv}>
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : (
        <>
          <Venues venues={value.venues} />
          <Sources sources={value.sources} />
          <Days weeks={value.weeks} categories={value.categories} />
        </>
      )}
    </AdminPage>
  );
}

function Venues({ venues }: { venues: readonly Schemas["UncoveredVenue"][] }) {
  const texts = useCoverageTexts();
  const nameOf = useNameOfCategory();
  const columns: readonly Column<Schemas["UncoveredVenue"]>[] = [
    {
      key: "venue",
      head: texts.venue,
      cell: (one) => (one.place_id === null ? one.name : <Link href={`/admin/venues/?id=${one.place_id}`}>{one.name}</Link>),
    },
    { key: "address", head: texts.address, cell: (one) => one.address },
    { key: "upcoming", head: texts.upcoming, cell: (one) => one.upcoming, number: true },
    { key: "known", head: texts.known, cell: (one) => one.known_from.map((from) => texts.knownFrom[from] ?? from).join(", ") },
    { key: "categories", head: texts.categories, cell: (one) => one.categories.map(nameOf).join(", ") },
    { key: "listed", head: texts.listedBy, cell: (one) => one.listed_by.join(", ") },
  ];
  return (
    <section className="stack">
      <h2>{texts.venues(venues.length)}</h2>
      {venues.length === 0 ? (
        <EmptyState title={texts.allVenues} />
      ) : (
        <>
          <p className="soft">{texts.venuesText}</p>
          <Some rows={venues}>{(rows) => <Table caption={texts.venues(venues.length)} columns={columns} rows={rows} rowKey={(one) => one.place_id ?? one.name} />}</Some>
        </>
      )}
    </section>
  );
}

function Sources({ sources }: { sources: readonly Schemas["UnconfirmedSource"][] }) {
  const texts = useCoverageTexts();
  const columns: readonly Column<Schemas["UnconfirmedSource"]>[] = [
    { key: "source", head: texts.source, cell: (one) => <Link href={sourceUrl(one.source_id)}>{one.title}</Link> },
    { key: "upcoming", head: texts.upcoming, cell: (one) => one.upcoming, number: true },
  ];
  return (
    <section className="stack">
      <h2>{texts.sources(sources.length)}</h2>
      {sources.length === 0 ? (
        <EmptyState title={texts.allSources} />
      ) : (
        <>
          <p className="soft">{texts.sourcesText}</p>
          <Some rows={sources}>{(rows) => <Table caption={texts.sources(sources.length)} columns={columns} rows={rows} rowKey={(one) => one.source_id} />}</Some>
        </>
      )}
    </section>
  );
}

function Days({ weeks, categories }: { weeks: number; categories: readonly Schemas["CategoryDays"][] }) {
  const texts = useCoverageTexts();
  const nameOf = useNameOfCategory();
  const columns: readonly Column<Schemas["CategoryDays"]>[] = [
    { key: "category", head: texts.category, cell: (one) => nameOf(one.name) },
    ...texts.weekdays.map((day, number) => ({
      key: day,
      head: day,
      number: true,
      cell: (one: Schemas["CategoryDays"]) => one.days[number] || <Badge tone="warn">{texts.gap}</Badge>,
    })),
  ];
  return (
    <section className="stack">
      <h2>{texts.days(weeks)}</h2>
      <p className="soft">{texts.daysText}</p>
      <Table caption={texts.days(weeks)} columns={columns} rows={categories} rowKey={(one) => one.slug} />
    </section>
  );
}

/** The first rows, and the others on demand. */
function Some<Row>({ rows, children }: { rows: readonly Row[]; children: (rows: readonly Row[]) => ReactNode }) {
  const texts = useCoverageTexts();
  const [all, setAll] = useState(false);
  const left = all ? 0 : rows.length - SHOWN;
  return (
    <>
      {children(all ? rows : rows.slice(0, SHOWN))}
      {left > 0 && (
        <div className="row">
          <Button onClick={() => setAll(true)}>{texts.more(left)}</Button>
        </div>
      )}
    </>
  );
}
