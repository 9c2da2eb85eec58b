/**
 * A map of the venues with their numbers of events. Moving it filters the list, choosing a venue lists its events. The pins are
 * buttons, so that they work by keyboard and are read aloud; the list is the same without the map.
 */
import type { Map as MapOfPlaces, StyleSpecification } from "maplibre-gl";
import { useEffect, useRef, useState } from "react";

import { usesMiles } from "@/events/distance";
import { boundsOf, hasPosition, type Venue } from "@/events/map/groups";
import { loadMapLibre } from "@/events/map/maplibre";
import { drawPins } from "@/events/map/pins";
import { useCounts } from "@/events/useCounts";
import { withFilters, type View } from "@/events/view";
import { useLocale } from "@/language/languages";
import { usePage } from "@/language/page";
import { currentTown } from "@/layout/town";

/** Degrees to about ten meters. */
const DIGITS = 4;
const CLOSEST = 17;
const MARGIN = 56;
/** Tiles in dark mode. Most are bright, and inverting them would spoil photos. */
const DIMMED = { "raster-brightness-max": 0.6, "raster-saturation": -0.3 };

/** `today`: where the town is. */
export function VenueMap({ view, today, go }: { view: View; today: string; go: (view: View, how: "push" | "replace") => void }) {
  const texts = usePage();
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapOfPlaces>();
  const [failed, setFailed] = useState(false);
  const venues = useCounts(withFilters(view, { bbox: undefined, venue: undefined }), today, { places: true })?.venues.filter(hasPosition);
  const latest = useRef({ view, go });
  latest.current = { view, go };
  const known = venues !== undefined && venues.length > 0;
  const message = failed ? texts.map.failed : venues && !known ? texts.map.none : map ? texts.map.hint : texts.map.loading;

  useEffect(() => {
    if (!known || !box.current) return;
    let opened: MapOfPlaces | undefined;
    let left = false;
    open(box.current, venues, { bbox: latest.current.view.filters.bbox, texts: texts.map, miles: usesMiles() })
      .then((opening) => {
        if (left) return opening.remove();
        opened = opening;
        setMap(opening);
      })
      .catch(() => setFailed(true));
    return () => {
      left = true;
      opened?.remove();
      setMap(undefined);
    };
  }, [known, texts, locale]);

  useEffect(() => {
    if (!map) return;
    const filter = (event: object) => {
      if (!("byVisitor" in event) && !("originalEvent" in event && event.originalEvent)) return;
      const bbox = map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(DIGITS)).join(",");
      latest.current.go(withFilters(latest.current.view, { bbox }), "replace");
    };
    map.on("moveend", filter);
    return () => void map.off("moveend", filter);
  }, [map]);

  useEffect(() => {
    if (!map || !venues) return;
    const choose = (venue: Venue) => {
      const { view: current, go: show } = latest.current;
      show(withFilters(current, { venue: current.filters.venue === String(venue.id) ? undefined : String(venue.id) }), "push");
    };
    return drawPins(map, venues, { chosen: view.filters.venue, choose, texts });
  }, [map, venues, view.filters.venue, texts]);

  return (
    <div className="venue-map">
      <div className="venue-map__box" ref={box} hidden={failed || (venues && !known)} />
      <p className="soft small" role="status">
        {message}
      </p>
    </div>
  );
}

type Opening = { bbox?: string; texts: { label: string; in: string; out: string }; miles: boolean };

async function open(container: HTMLElement, venues: readonly Venue[], { bbox, texts, miles }: Opening): Promise<MapOfPlaces> {
  const library = await loadMapLibre();
  const bounds = bbox ? (bbox.split(",").map(Number) as [number, number, number, number]) : boundsOf(venues);
  const map = new library.Map({
    container,
    style: styleOf(container),
    bounds,
    fitBoundsOptions: { padding: bbox ? 0 : MARGIN, maxZoom: CLOSEST - 2 },
    maxZoom: CLOSEST,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: { compact: false },
    locale: { "Map.Title": texts.label, "NavigationControl.ZoomIn": texts.in, "NavigationControl.ZoomOut": texts.out },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new library.ScaleControl({ unit: miles ? "imperial" : "metric" }), "bottom-left");
  return map;
}

/** The town's tiles on the page's background color; without any, only the background. */
function styleOf(container: HTMLElement): StyleSpecification | string {
  const { tiles, credit } = currentTown();
  if (tiles && !tiles.includes("{z}")) return new URL(tiles, location.origin).href;
  const color = getComputedStyle(container).backgroundColor;
  const background = { id: "background", type: "background", paint: { "background-color": color } } as const;
  if (!tiles) return { version: 8, sources: {}, layers: [background] };
  const address = tiles.startsWith("/") ? location.origin + tiles : tiles;
  return {
    version: 8,
    sources: { tiles: { type: "raster", tiles: [address], tileSize: 256, ...(credit ? { attribution: plain(credit) } : {}) } },
    layers: [background, { id: "tiles", type: "raster", source: "tiles", paint: document.documentElement.dataset.theme === "dark" ? DIMMED : {} }],
  };
}

/** MapLibre takes a credit for HTML. */
function plain(text: string): string {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}
