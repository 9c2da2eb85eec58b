/** The pins on the map: buttons with the number of events of a venue, or of several that are close to each other. */
import type { Map as MapOfPlaces, Marker } from "maplibre-gl";

import { boundsOf, groupsOf, type Group, type Venue } from "@/events/map/groups";
import { loadMapLibre } from "@/events/map/maplibre";
import type { PageTexts } from "@/language/page";
import { say } from "@/language/say";

const MARGIN = 64;
const CLOSEST = 17;
/** So many pins leave room for their venues' names. */
const NAMED = 12;

type Options = { chosen?: string; choose: (venue: Venue) => void; texts: PageTexts };

/** Draws them again after each move. Returns how to take them away. */
export function drawPins(map: MapOfPlaces, venues: readonly Venue[], options: Options): () => void {
  let markers: Marker[] = [];
  let removed = false;
  const clear = () => markers.forEach((marker) => marker.remove());
  const draw = async () => {
    const { Marker } = await loadMapLibre();
    if (removed) return;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.venue : undefined;
    clear();
    const bounds = map.getBounds();
    const visible = venues.filter(({ longitude, latitude }) => bounds.contains([longitude, latitude]));
    const groups = groupsOf(visible, ({ longitude, latitude }) => map.project([longitude, latitude]));
    markers = groups.map((group) => {
      const [first] = group.venues;
      const element = pin(map, group, groups.length <= NAMED, options);
      return new Marker({ element }).setLngLat([first!.longitude, first!.latitude]).addTo(map);
    });
    if (focused) map.getContainer().querySelector<HTMLElement>(`[data-venue="${focused}"]`)?.focus();
  };
  void draw();
  map.on("moveend", draw);
  return () => {
    removed = true;
    map.off("moveend", draw);
    clear();
  };
}

function pin(map: MapOfPlaces, { venues, events }: Group, named: boolean, { chosen, choose, texts }: Options): HTMLElement {
  const [first] = venues;
  const alone = venues.length === 1;
  const element = document.createElement("button");
  element.type = "button";
  element.className = alone ? "pin" : "pin pin--group";
  element.dataset.venue = String(first!.id);
  const name = alone ? (first!.name ?? first!.address ?? "") : say(texts.map.group, { count: venues.length });
  const unit = span("visually-hidden", ` ${say(texts.calendar.unit, { count: events })} `);
  element.append(String(events), unit, span(alone && named ? "pin__name" : "visually-hidden", name));
  if (alone) {
    element.setAttribute("aria-pressed", String(chosen === String(first!.id)));
    element.onclick = () => choose(first!);
  } else {
    element.onclick = () => map.fitBounds(boundsOf(venues), { padding: MARGIN, maxZoom: CLOSEST }, { byVisitor: true });
  }
  return element;
}

function span(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
