/** Shows each change of the form at once: asks for the same page with the form's values, and takes the result out of it. */
(() => {
  const form = document.getElementById("builder-form");
  let turn = 0;

  function query() {
    const given = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...given]) if (!value.trim()) given.delete(name);
    return given.toString();
  }

  async function show() {
    const mine = ++turn;
    await new Promise((after) => setTimeout(after, 250));
    if (mine !== turn) return;
    const address = `/widget?${query()}`;
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const result = page.getElementById("builder-result");
    if (mine !== turn || !result) return;
    document.getElementById("builder-result").replaceChildren(...document.importNode(result, true).childNodes);
    history.replaceState(null, "", address);
    offerCopy();
  }

  function offerCopy() {
    const button = document.getElementById("builder-copy");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const code = document.getElementById("builder-code");
      code.select();
      await navigator.clipboard.writeText(code.value);
      button.textContent = button.dataset.done;
    });
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  offerCopy();
})();
