"use strict";
// Runs in the frame with the copy of a page. Says which element a person chooses, and shows the recipe's parts.
(() => {
  const elements = new Map([...document.querySelectorAll("[data-n]")].map((one) => [Number(one.dataset.n), one]));
  const [first] = elements.values();
  let current = first;

  function say(message) {
    parent.postMessage(message, "*"); // the frame has no origin of its own; the message is a number and a text
  }

  function go(element, focus) {
    if (!element) return;
    current.removeAttribute("tabindex");
    current = element;
    current.setAttribute("tabindex", "0");
    if (focus) current.focus();
    const text = current.innerText.replace(/\s+/g, " ").trim().slice(0, 80);
    say({ at: Number(current.dataset.n), text });
  }

  function next(element, step) {
    let one = element[step];
    while (one && !one.dataset.n) one = one[step];
    return one;
  }

  const KEYS = {
    ArrowUp: () => current.parentElement.closest("[data-n]"),
    ArrowDown: () => current.querySelector("[data-n]"),
    ArrowLeft: () => next(current, "previousElementSibling"),
    ArrowRight: () => next(current, "nextElementSibling"),
  };

  function show({ outlines, labels, theme }) {
    document.documentElement.dataset.theme = theme;
    for (const one of document.querySelectorAll("[data-label]")) {
      delete one.dataset.label;
      delete one.dataset.card;
    }
    for (const [number, field] of outlines) {
      const element = elements.get(number);
      if (!element) continue;
      const before = element.dataset.label;
      element.dataset.label = before ? `${before}, ${labels[field]}` : labels[field];
      if (field === "card") element.dataset.card = "";
    }
  }

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !Array.isArray(data?.outlines)) return;
    show(data);
    if (data.start && data.outlines.length > 0) {
      const card = document.querySelector("[data-card]");
      go(card, false);
      card?.scrollIntoView({ block: "start" });
    }
  });

  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-n]");
    if (!element) return;
    go(element, true);
    say({ picked: Number(element.dataset.n) });
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = KEYS[event.key];
    if (target) go(target(), true);
    else if (event.key === "Enter" || event.key === " ") say({ picked: Number(current.dataset.n) });
    else return;
    event.preventDefault();
  });

  if (first) {
    first.setAttribute("tabindex", "0");
    say({ ready: true });
  }
})();
