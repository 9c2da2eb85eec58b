/**
 * The widget: <marquee-events show="list" days="7">. It shows the town's events in a shadow root, which the host page's
 * style sheets don't reach. It asks only the calendar's own server, sets no cookies, and stores nothing. Until the
 * events are there, or if they can't be loaded, the link inside the element stays.
 */
(() => {
  const NAMES = "__NAMES__";
  const LANGUAGES = "__LANGUAGES__";
  const STYLE = "__STYLE__";
  const COLORS = ["accent", "background", "text"];
  const own = document.currentScript;
  const home = own ? own.src.replace(/\/widget\/v1\/marquee\.js.*$/, "") : "";
  let trusted = (html) => html;
  if (globalThis.trustedTypes) {
    try {
      const policy = trustedTypes.createPolicy("marquee", { createHTML: (html) => html });
      trusted = (html) => policy.createHTML(html);
    } catch {
      // The page allows no policy of this name. If it demands one, the link stays.
    }
  }

  class MarqueeEvents extends HTMLElement {
    static observedAttributes = NAMES;
    #root = this.attachShadow({ mode: "open" });
    #month = "";
    #turn = 0;

    constructor() {
      super();
      this.#root.append(document.createElement("slot"));
      this.#root.addEventListener("click", (event) => this.#turnMonth(event));
    }

    connectedCallback() {
      this.#later();
    }

    attributeChangedCallback(name, before, after) {
      if (before === after) return;
      if (name === "month") this.#month = "";
      if (this.isConnected) this.#later();
    }

    /** Several attributes that change together are one request. */
    #later() {
      const turn = ++this.#turn;
      queueMicrotask(() => {
        if (turn === this.#turn) this.#load(turn);
      });
    }

    async #load(turn) {
      const site = (this.getAttribute("site") || home).replace(/\/+$/, "");
      try {
        const answer = await fetch(`${site}/widget/v1/content?${this.#query()}`, { credentials: "omit" });
        const text = await answer.text();
        if (turn !== this.#turn) return;
        if (!answer.ok) throw new Error(`${answer.status} ${text}`);
        this.#show(text);
      } catch (error) {
        if (turn === this.#turn) console.error("marquee-events:", error.message);
      }
    }

    #query() {
      const given = new URLSearchParams();
      for (const name of NAMES) {
        const value = name === "month" && this.#month ? this.#month : this.getAttribute(name);
        if (name === "category") for (const one of (value || "").split("|")) given.append(name, one.trim());
        else if (value !== null) given.set(name, value.trim());
      }
      if (!given.get("lang")) {
        const page = (this.closest("[lang]") || document.documentElement).lang.slice(0, 2).toLowerCase();
        if (LANGUAGES.includes(page)) given.set("lang", page);
      }
      for (const [name, value] of [...given]) if (!value) given.delete(name);
      return given;
    }

    #show(html) {
      const content = document.createElement("template");
      content.innerHTML = trusted(html);
      this.#root.replaceChildren(content.content);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      for (const name of COLORS) {
        const color = this.getAttribute(name) || "";
        if (/^#[0-9a-f]{6}$/i.test(color)) sheet.insertRule(`:host { --mq-${name}: ${color} !important }`, sheet.cssRules.length);
      }
      this.#root.adoptedStyleSheets = [sheet];
      this.dispatchEvent(new CustomEvent("marquee-shown", { bubbles: true }));
    }

    /** The links to other months change the widget instead of the page. */
    #turnMonth(event) {
      const link = event.target.closest?.("a[data-month]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#month = link.dataset.month;
      const back = link.rel;
      this.addEventListener("marquee-shown", () => this.#root.querySelector(`a[rel="${back}"]`)?.focus(), { once: true });
      this.#later();
    }
  }

  if (!customElements.get("marquee-events")) customElements.define("marquee-events", MarqueeEvents);
  if (own && own.dataset.show) {
    const element = document.createElement("marquee-events");
    for (const [name, value] of Object.entries(own.dataset)) element.setAttribute(name, value);
    own.after(element);
  }
})();
