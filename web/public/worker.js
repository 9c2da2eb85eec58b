/**
 * Service worker: the last pages that a visitor read stay readable offline. Everything is asked from the network first; only
 * files whose name changes with their content come from the cache. The back office is never kept.
 */
const PAGES = "pages-1";
const FILES = "files-1";
const MOST_PAGES = 60;
const KEPT = ["/api/front", "/api/occurrences", "/api/events", "/api/venues", "/api/categories", "/api/days", "/api/sources"];

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== PAGES && name !== FILES).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (/^\/(_next\/static|brand)\//.test(url.pathname)) event.respondWith(fromCache(request));
  else if (isPublicPage(request, url) || KEPT.some((path) => url.pathname.startsWith(path))) event.respondWith(fromNetwork(request));
});

function isPublicPage(request, url) {
  return request.mode === "navigate" && !/^\/(admin|api|feeds|submit|widget)(\/|$)/.test(url.pathname);
}

async function fromCache(request) {
  const cache = await caches.open(FILES);
  const known = await cache.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function fromNetwork(request) {
  const cache = await caches.open(PAGES);
  try {
    const response = await fetch(request);
    if (response.ok && /\bpublic\b/.test(response.headers.get("Cache-Control") ?? "")) {
      await cache.put(request, response.clone());
      await forgetOldest(cache);
    }
    return response;
  } catch (error) {
    const known = await cache.match(request);
    if (known) return known;
    throw error;
  }
}

async function forgetOldest(cache) {
  const known = await cache.keys();
  await Promise.all(known.slice(0, Math.max(0, known.length - MOST_PAGES)).map((request) => cache.delete(request)));
}
