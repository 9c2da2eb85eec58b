/** Prints what a first visit loads, gzipped, and fails above the limit. Scripts for browsers without modules do not count. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 100;
const OUT = fileURLToPath(new URL("../out", import.meta.url));
const PAGES = ["/", "/events/", "/venues/", "/admin/login/", "/admin/", "/admin/sources/"];

/** @param {string} pattern @param {string} html */
const addresses = (pattern, html) => [...html.matchAll(new RegExp(pattern, "gi"))].map((match) => match[1]);
/** @param {string} address */
const size = (address) => gzipSync(readFileSync(OUT + decodeURI(address.split("?")[0]))).length;
/** @param {string[]} list */
const total = (list) => list.reduce((sum, address) => sum + size(address), 0) / 1000;

for (const page of PAGES) {
  const html = readFileSync(`${OUT}${page}index.html`, "utf8");
  const scripts = addresses('<script(?![^>]*nomodule)[^>]*\\ssrc="([^"]+)"', html);
  const styles = addresses('<link rel="stylesheet" href="([^"]+)"', html);
  console.log(
    `${page.padEnd(16)} ${total(scripts).toFixed(1)} KB of JavaScript, ${total(styles).toFixed(1)} KB of CSS, ` +
      `${(gzipSync(html).length / 1000).toFixed(1)} KB of HTML, gzipped`,
  );
  if (total(scripts) > LIMIT_KB) {
    console.error(`${page} loads more than ${LIMIT_KB} KB of JavaScript at first`);
    process.exitCode = 1;
  }
}
