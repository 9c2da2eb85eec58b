/** Copies MapLibre GL's own files to public/maplibre, from where the page loads them when a visitor opens the map. */
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FROM = new URL("../node_modules/maplibre-gl/dist/", import.meta.url);
const TO = new URL("../public/maplibre/", import.meta.url);

mkdirSync(fileURLToPath(TO), { recursive: true });
for (const name of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css"]) {
  copyFileSync(fileURLToPath(new URL(name, FROM)), fileURLToPath(new URL(name, TO)));
}
