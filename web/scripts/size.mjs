/** Prints the gzipped size of a first visit to each page; fails above the limits. Ignores `nomodule` scripts for old browsers. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 100;
const WHOLE_LIMIT_KB = 130;
const OUT = fileURLToPath(new URL("../out", import.meta.url));
const PAGES = ["/", "/events/", "/venues/", "/admin/login/", "/admin/", "/admin/inbox/", "/admin/events/", "/admin/sources/", "/admin/sources/find/", "/admin/branding/"];

/** @param {string} pattern @param {string} html */
const urls = (pattern, html) => [...html.matchAll(new RegExp(pattern, "gi"))].map((match) => match[1]);
/** @param {string} url */
const size = (url) => gzipSync(readFileSync(OUT + decodeURI(url.split("?")[0]))).length;
/** @param {string[]} list */
const totalKb = (list) => list.reduce((sum, url) => sum + size(url), 0) / 1000;

for (const page of PAGES) {
  const html = readFileSync(`${OUT}${page}index.html`, "utf8");
  const scripts = urls('<script(?![^>]*nomodule)[^>]*\\ssrc="([^"]+)"', html);
  const styles = urls('<link rel="stylesheet" href="([^"]+)"', html);
  console.log(
    `${page.padEnd(20)} ${totalKb(scripts).toFixed(1)} KB of JavaScript, ${totalKb(styles).toFixed(1)} KB of CSS, ` +
      `${(gzipSync(html).length / 1000).toFixed(1)} KB of HTML, gzipped`,
  );
  if (totalKb(scripts) + totalKb(styles) + gzipSync(html).length / 1000 > WHOLE_LIMIT_KB) {
    console.error(`${page} loads more than ${WHOLE_LIMIT_KB} KB on a first visit`);
    process.exitCode = 1;
  }
  if (totalKb(scripts) > LIMIT_KB) {
    console.error(`${page} loads more than ${LIMIT_KB} KB of JavaScript on a first visit`);
    process.exitCode = 1;
  }
}
