// A choice shows its figures at once; a page whose figures are out of date waits for the newer ones.
const EVERY = 1500;
for (const form of document.querySelectorAll("[data-asked]")) {
  for (const select of form.querySelectorAll("select")) {
    select.addEventListener("change", () => form.requestSubmit());
  }
}
const waiting = document.querySelector("[data-waits]");
if (waiting) {
  const look = async () => {
    try {
      const answer = await fetch(waiting.dataset.waits, { headers: { Accept: "application/json" } });
      const state = answer.ok ? await answer.json() : {};
      if (state.is_current || (answer.ok && !state.is_building)) {
        if ("reload" in waiting.dataset) location.reload();
        else waiting.querySelector("[data-ready]").hidden = false;
        return;
      }
    } catch {
      // the server restarts: look again
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}
