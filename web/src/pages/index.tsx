/** The front page: search, tabs and filters, and the matching events as a list or a calendar. */
import Head from "next/head";
import { useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Calendar } from "@/events/Calendar";
import { EventListLoading } from "@/events/EventList";
import { Front } from "@/events/Front";
import { KindsNav } from "@/events/kinds";
import { FilterChips } from "@/events/FilterChips";
import { FilterPanel } from "@/events/FilterPanel";
import { Results } from "@/events/Results";
import { SearchMatches } from "@/events/SearchMatches";
import { SearchBox } from "@/events/SearchBox";
import { Subscribe } from "@/events/Subscribe";
import { SurpriseMe } from "@/events/SurpriseMe";
import { Tabs } from "@/events/Tabs";
import { useHeading } from "@/events/useHeading";
import { useToday } from "@/events/useToday";
import { useView } from "@/events/useView";
import { useShowApp } from "@/layout/served";
import { isFront, panelFilters, withFilters } from "@/events/view";
import { say } from "@/language/say";
import { titled, useTown } from "@/layout/town";
import { currentZoneName } from "@/time/format";
import { usePage } from "@/language/page";

export default function FrontPage() {
  const texts = usePage();
  const { view, ready, go } = useView();
  const town = useTown();
  const today = useToday(town.zone);
  const heading = useHeading(view.filters);
  const [filtersOpen, setFiltersOpen] = useState(false);
  const filterCount = panelFilters(view.filters).length;
  useShowApp(view.calendar);
  const front = isFront(view);
  const listFilters = (view.calendar && !view.filters.day) || front ? null : view.filters;
  const zone = town.zone && say(texts.shell.zone, { zone: currentZoneName(town.zone) });
  return (
    <>
      <Head>
        <title key="title">{titled(heading)}</title>
      </Head>
      <div className="hero">
        <div>
          <h1>{heading}</h1>
          <p className="soft">
            <span className="hero__about">{texts.front.about} </span>
            {zone}
          </p>
        </div>
        <SearchBox query={view.filters.q ?? ""} onSearch={(q) => go(withFilters(view, { q }), "replace")} />
        <Tabs view={view} />
        {(front || view.filters.category) && <KindsNav view={view} />}
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
        {view.filters.q && <SearchMatches words={view.filters.q} />}
        {ready && front && <Front today={today} />}
        {!ready && <EventListLoading />}
        {ready && listFilters && <Results filters={listFilters} today={today} onClear={() => go({ filters: {}, calendar: false })} />}
      </div>
    </>
  );
}
