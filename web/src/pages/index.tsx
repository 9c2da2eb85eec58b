/** The front page: search, tabs and filters, and the matching events as a list or a calendar. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useEffect, useRef, useState, type MouseEvent } from "react";

import { Button } from "@/components/Button";
import { classes } from "@/components/classes";
import { Icon } from "@/components/Icon";
import { Month } from "@/events/calendar/Month";
import { Week } from "@/events/calendar/Week";
import { EventListLoading } from "@/events/EventList";
import { Front } from "@/events/Front";
import { KindsNav } from "@/events/kinds";
import { FilterChips } from "@/events/FilterChips";
import { Layouts } from "@/events/Layouts";
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
import { FRONT, isFront, panelFilters, withFilters } from "@/events/view";
import { titled, useTown } from "@/layout/town";
import { zoneSentence } from "@/time/format";
import { usePage } from "@/language/page";

const VenueMap = dynamic(() => import("@/events/map/VenueMap").then((module) => module.VenueMap), { ssr: false });

export default function FrontPage() {
  const texts = usePage();
  const { view, ready, go } = useView();
  const town = useTown();
  const today = useToday(town.zone);
  const heading = useHeading(view, today);
  const [filtersOpen, setFiltersOpen] = useState(false);
  const filterCount = panelFilters(view.filters).length;
  const front = isFront(view);
  const byDay = view.layout === "calendar" || view.layout === "week";
  const printing = view.layout === "print";
  const listFilters = (byDay && !view.filters.day) || front || printing ? null : view.filters;
  useEffect(() => {
    if (printing) window.print();
  }, [printing]);
  const controls = useRef<HTMLDetailsElement>(null);
  /** On a phone, a link has been followed in the open row, which would hide its events. Its summary keeps the focus. */
  function closeControls(event: MouseEvent) {
    if (!controls.current?.open || !(event.target as Element).closest("a") || !event.defaultPrevented) return;
    controls.current.open = false;
    controls.current.querySelector("summary")?.focus({ preventScroll: true });
  }
  const zone = town.zone && zoneSentence(town.zone);
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
        {!printing && (
          <details className="controls" ref={controls}>
            <summary className="button">
              <Icon name="filter" />
              {texts.filters.andViews}{filterCount > 0 && ` (${filterCount})`}
            </summary>
          </details>
        )}
        {!printing && (
          <div className="controls__box" onClick={closeControls}>
            <KindsNav view={view} today={today} />
          </div>
        )}
      </div>
      <div className="tools controls__box" onClick={closeControls}>
        <Button aria-expanded={filtersOpen} aria-controls="filters" onClick={() => setFiltersOpen(!filtersOpen)}>
          <Icon name="filter" />
          {texts.filters.title}{filterCount > 0 && ` (${filterCount})`}
        </Button>
        <Layouts view={view} />
        <FilterChips view={view} onChange={go} />
        <div className="tools__end">
          <SurpriseMe filters={view.filters} />
          <Subscribe filters={view.filters} />
        </div>
      </div>
      <div id="filters" className="controls__box" hidden={!filtersOpen}>
        {filtersOpen && <FilterPanel view={view} today={today} onChange={go} />}
      </div>
      <div className={classes("stack stack--loose", view.layout === "map" && "with-map")}>
        {view.layout === "map" && ready && today && <VenueMap view={view} today={today} go={go} />}
        {view.layout === "calendar" && ready && today && <Month view={view} visitorToday={today} />}
        {view.layout === "week" && ready && today && <Week view={view} today={today} />}
        {view.filters.q && <SearchMatches words={view.filters.q} />}
        {ready && front && <Front today={today} />}
        {!ready && <EventListLoading />}
        {ready && listFilters && <Results filters={listFilters} today={today} onClear={() => go(FRONT)} />}
      </div>
    </>
  );
}
