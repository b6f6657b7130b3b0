// Puts the sheet together. Modules are loaded with the version of this one, so that none is older than another.
const { search } = new URL(import.meta.url);
const load = (name) => import(`./${name}.js${search}`);
const [numbers, tsv, { Cell }, { Sheet }, { Draw, piece }, { Changes }, { Saving }, { Moves }, { Clipboard }, { Details, Conflicts }, { Evidence }, { Submitting }, { filled }] = await Promise.all(
  ["numbers", "tsv", "cells", "sheet", "draw", "changes", "saving", "moves", "clipboard", "dialogs", "evidence", "submitting", "filled"].map(load),
);

const form = document.querySelector("[data-grid]");
const words = JSON.parse(form.dataset.words);
const live = form.querySelector("[data-live]");
const said = form.querySelector("[data-said]");

function say(kind, text) {
  if (live.textContent === text) return;
  live.dataset.kind = kind;
  live.textContent = text;
}
const tell = (text, seen = false) => (seen ? say("told", text) : (said.textContent = text));

const sheet = new Sheet(form, Cell);
const draw = new Draw(sheet, words, numbers);
const saving = new Saving({ form, sheet, draw, words, say, filled, onConflict: (cells) => conflicts.add(cells) });
const changes = new Changes(sheet, draw, () => saving.touch());
const details = new Details({ dialog: document.querySelector("[data-details]"), changes, words, documents: form.dataset.document, piece, onFiles: (cell, files) => evidence.send(cell, files) });
const conflicts = new Conflicts({ dialog: document.querySelector("dialog[data-conflict]"), words, language: form.dataset.language, draw, saving });
const moves = new Moves({ form, sheet, changes, saving, words, tell, onDetails: (cell, back) => details.open(cell, back) });
const evidence = new Evidence({ form, sheet, draw, saving, words, tell, details });
new Submitting({ link: form.querySelector("[data-submit]"), sheet, draw, moves, changes, saving, details, words, say, filled });
new Clipboard({ form, sheet, moves, changes, words, tell, filled, ...tsv });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (moves.active) changes.commit(moves.active);
  const late = saving.unsaved.filter((cell) => cell.conflict);
  for (const cell of saving.unsaved) cell.rejected = "";
  if (late.length) conflicts.add(late);
  saving.flush();
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open]");
  if (button) details.open(sheet.cells.get(Number(button.closest("[data-cell]").dataset.cell)), button);
});
for (const cell of sheet.cells.values()) draw.cell(cell);
form.classList.add("grid-live-on");
form.dataset.ready = "";
