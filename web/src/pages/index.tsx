/** The front page: search, tabs and filters, and the matching events as a list or a calendar. */
import Head from "next/head";
import { useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Calendar } from "@/events/Calendar";
import { FilterChips } from "@/events/FilterChips";
import { FilterPanel } from "@/events/FilterPanel";
import { Results } from "@/events/Results";
import { SearchBox } from "@/events/SearchBox";
import { Subscribe } from "@/events/Subscribe";
import { SurpriseMe } from "@/events/SurpriseMe";
import { Tabs } from "@/events/Tabs";
import { useHeading } from "@/events/useHeading";
import { useToday } from "@/events/useToday";
import { useView } from "@/events/useView";
import { useShowApp } from "@/layout/served";
import { panelFilters, withFilters } from "@/events/view";
import { usePage } from "@/language/page";

export default function FrontPage() {
  const texts = usePage();
  const { view, ready, go } = useView();
  const today = useToday();
  const heading = useHeading(view.filters);
  const [filtersOpen, setFiltersOpen] = useState(false);
  const filterCount = panelFilters(view.filters).length;
  useShowApp(view.calendar);
  const listFilters = view.calendar && !view.filters.day ? null : view.filters;
  return (
    <>
      <Head>
        <title key="title">{`${heading} | Marquee`}</title>
      </Head>
      <div className="hero">
        <div>
          <h1>{heading}</h1>
          <p className="soft">{texts.front.about}</p>
        </div>
        <SearchBox query={view.filters.q ?? ""} onSearch={(q) => go(withFilters(view, { q }), "replace")} />
        <Tabs view={view} />
      </div>
      <div className="tools">
        <Button aria-expanded={filtersOpen} aria-controls="filters" onClick={() => setFiltersOpen(!filtersOpen)}>
          <Icon name="filter" />
          {texts.filters.title}{filterCount > 0 && ` (${filterCount})`}
        </Button>
        <FilterChips view={view} onChange={go} />
        <div className="tools__end">
          <SurpriseMe filters={view.filters} />
          <Subscribe filters={view.filters} />
        </div>
      </div>
      <div id="filters" hidden={!filtersOpen}>
        {filtersOpen && <FilterPanel view={view} onChange={go} />}
      </div>
      <div className="stack stack--loose">
        {view.calendar && ready && today && <Calendar view={view} visitorToday={today} />}
        {listFilters && <Results filters={ready ? listFilters : null} today={today} onClear={() => go({ filters: {}, calendar: false })} />}
      </div>
    </>
  );
}
