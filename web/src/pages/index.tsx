/** What is on: search, tabs, filters, and what they leave, as a list or a month. */
import Head from "next/head";
import { useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Calendar } from "@/events/Calendar";
import { FilterChips } from "@/events/FilterChips";
import { FilterPanel } from "@/events/FilterPanel";
import { Results } from "@/events/Results";
import { SearchLine } from "@/events/SearchLine";
import { Subscribe } from "@/events/Subscribe";
import { SurpriseMe } from "@/events/SurpriseMe";
import { Tabs } from "@/events/Tabs";
import { useToday } from "@/events/useToday";
import { useView } from "@/events/useView";
import { panelFilters, withFilters } from "@/events/view";

export default function WhatIsOn() {
  const { view, ready, go } = useView();
  const today = useToday();
  const [filtering, setFiltering] = useState(false);
  const set = panelFilters(view.filters).length;
  const listed = view.calendar && !view.filters.day ? null : view.filters;
  return (
    <>
      <Head>
        <title key="title">What is on: Marquee</title>
        <meta name="description" content="Local events, each from the place that publishes it." />
      </Head>
      <div className="hero">
        <div>
          <h1>What is on</h1>
          <p className="soft">Local events, each from the place that publishes it.</p>
        </div>
        <SearchLine words={view.filters.q ?? ""} onSearch={(q) => go(withFilters(view, { q }), "replace")} />
        <Tabs view={view} />
      </div>
      <div className="tools">
        <Button aria-expanded={filtering} aria-controls="filters" onClick={() => setFiltering(!filtering)}>
          <Icon name="filter" />
          Filters{set > 0 && ` (${set})`}
        </Button>
        <FilterChips view={view} onChange={go} />
        <div className="tools__end">
          <SurpriseMe filters={view.filters} />
          <Subscribe filters={view.filters} />
        </div>
      </div>
      <div id="filters" hidden={!filtering}>
        {filtering && <FilterPanel view={view} onChange={go} />}
      </div>
      <div className="stack stack--loose">
        {view.calendar && ready && today && <Calendar view={view} visitorsDay={today} />}
        {listed && <Results filters={ready ? listed : null} today={today} onClear={() => go({ filters: {}, calendar: false })} />}
      </div>
      <noscript>
        <p className="card">
          This page needs JavaScript. <a href="/plain/">The plain pages</a> show the same events without it.
        </p>
      </noscript>
    </>
  );
}
