// Finds a register among many: cards that do not hold what is typed go, and groups that are empty.
const box = document.querySelector("[data-narrow]");

function narrow() {
  const sought = box.value.trim().toLowerCase().split(/\s+/);
  let left = 0;
  for (const section of document.querySelectorAll(".domains > section")) {
    const group = section.querySelector("h2").textContent;
    let shown = 0;
    for (const card of section.querySelectorAll(".register-card")) {
      const text = `${group} ${card.dataset.words} ${card.textContent}`.toLowerCase();
      card.hidden = !sought.every((word) => text.includes(word));
      shown += !card.hidden;
    }
    section.hidden = !shown;
    left += shown;
  }
  document.querySelector("[data-narrow-none]").hidden = left > 0;
}

box?.addEventListener("input", narrow);
if (box?.value) narrow();
