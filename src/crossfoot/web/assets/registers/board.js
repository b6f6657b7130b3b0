// A card is dragged to another column: the form of its menu sends it there, as by the keyboard.
let dragged = null;

for (const card of document.querySelectorAll("[data-card]")) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.card);
    card.classList.add("dragged");
  });
  card.addEventListener("dragend", () => {
    dragged = null;
    card.classList.remove("dragged");
  });
}

function send(card, state) {
  const form = card.querySelector("form");
  const choice = form.elements.to;
  // a column to which no step leads is asked all the same: the answer says why
  if (![...choice.options].some((option) => option.value === state)) choice.add(new Option(state, state));
  choice.value = state;
  form.requestSubmit();
}

for (const column of document.querySelectorAll("[data-state]")) {
  column.addEventListener("dragover", (event) => {
    if (!dragged || column.contains(dragged)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    column.classList.add("taking");
  });
  column.addEventListener("dragleave", () => column.classList.remove("taking"));
  column.addEventListener("drop", (event) => {
    column.classList.remove("taking");
    if (!dragged || column.contains(dragged)) return;
    event.preventDefault();
    send(dragged, column.dataset.state);
  });
}
