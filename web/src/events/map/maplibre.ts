/** Loads MapLibre GL from the service's own files (web/scripts/map.mjs), once, when a visitor opens the map: it is 440 KB gzipped. */
import type * as MapLibre from "maplibre-gl";

const FOLDER = "/maplibre";
let loading: Promise<typeof MapLibre> | undefined;

export function loadMapLibre(): Promise<typeof MapLibre> {
  loading ??= Promise.all([importScript(), loadStyle()]).then(([library]) => library);
  loading.catch(() => (loading = undefined));
  return loading;
}

function importScript(): Promise<typeof MapLibre> {
  return import(/* webpackIgnore: true */ `${FOLDER}/maplibre-gl.mjs`) as Promise<typeof MapLibre>;
}

function loadStyle(): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = `${FOLDER}/maplibre-gl.css`;
  const loaded = new Promise<void>((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`${link.href} can't be loaded`));
  });
  document.head.append(link);
  return loaded;
}
