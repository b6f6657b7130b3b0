// What does not fit into a field: details of a cell with its evidence, and two people in one cell.
export class Details {
  constructor({ dialog, changes, words, documents, piece, onFiles }) {
    Object.assign(this, { dialog, changes, words, documents, piece, cell: null });
    dialog.addEventListener("change", (event) => this.changed(event.target));
    dialog.addEventListener("close", () => this.back?.focus());
    const file = this.part("file");
    file.addEventListener("change", () => {
      onFiles(this.cell, [...file.files]);
      file.value = "";
    });
    const drop = this.part("drop");
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("is-dropping", name === "dragover");
        if (name === "drop") onFiles(this.cell, [...event.dataTransfer.files]);
      });
    }
  }

  part(name) {
    return this.dialog.querySelector(`[data-${name}]`);
  }

  open(cell, back, field = "answer") {
    this.back = back;
    this.cell = cell;
    this.part("upload-problem").textContent = "";
    this.show();
    this.dialog.showModal();
    (this.dialog.querySelector(`[data-detail=${field}]`) ?? this.part(field)).focus();
  }

  show() {
    const { cell } = this;
    if (!cell) return;
    this.part("title").textContent = cell.about;
    this.part("last").textContent = cell.last ? `${cell.last} ${cell.lastUnit}` : "–";
    const unit = cell.controls.find((each) => each.field === "unit");
    const shown = unit && [...unit.element.options].find((each) => each.value === cell.now.unit)?.text;
    this.part("now").textContent = cell.isWithoutValue ? this.words[`grid_${cell.now.answer}`] : cell.now.value ? `${cell.now.value} ${shown ?? cell.now.unit}` : "–";
    this.part("by").textContent = cell.state.who ? `${cell.state.who}, ${new Date(cell.state.at).toLocaleString()}` : "–";
    for (const field of this.dialog.querySelectorAll("[data-detail]")) {
      if (field.type === "checkbox") field.checked = cell.now[field.dataset.detail];
      else field.value = cell.now[field.dataset.detail];
    }
    this.dialog.querySelector("[data-detail-of=reason]").hidden = cell.now.answer !== "not_applicable" && !cell.now.reason;
    this.proofs();
  }

  proofs() {
    const { evidence } = this.cell.state;
    const items = evidence.map(({ title, page, id }) => {
      const item = this.piece("li", "");
      const name = page ? `${title}, ${page}` : title;
      if (this.documents) {
        const link = this.piece("a", name);
        link.href = this.documents.replace(/0(?=\/?$)/, id);
        link.target = "_blank";
        item.append(link);
      } else item.textContent = name;
      return item;
    });
    this.part("proofs").replaceChildren(...(items.length ? items : [this.piece("li", this.words.grid_evidence_none)]));
  }

  changed(field) {
    const name = field.dataset.detail;
    if (!name) return;
    this.changes.make([[this.cell, name, field.type === "checkbox" ? field.checked : field.value]]);
    this.show();
  }

  problem(text) {
    this.part("upload-problem").textContent = text;
  }
}

export class Conflicts {
  constructor({ dialog, words, language, draw, saving }) {
    Object.assign(this, { dialog, words, language, draw, saving, waiting: [] });
    dialog.addEventListener("close", () => this.answer(dialog.returnValue));
  }

  add(cells) {
    this.waiting.push(...cells.filter((cell) => !this.waiting.includes(cell)));
    if (!this.dialog.open) this.next();
  }

  next() {
    const [cell] = this.waiting;
    if (!cell) return;
    this.dialog.returnValue = "";
    this.dialog.querySelector("[data-title]").textContent = cell.about;
    this.dialog.querySelector("[data-line]").textContent = this.line(cell);
    this.dialog.showModal();
  }

  line(cell) {
    const { conflict, now } = cell;
    const words = { who: conflict.who, theirs: this.text(conflict, conflict.unit_label), mine: this.text(now, this.unit(cell)), when: this.ago(conflict.at) };
    return this.words.grid_conflict_line.replace(/{(\w+)}/g, (_, name) => words[name]);
  }

  text({ answer, value }, unit) {
    if (answer === "none" || answer === "not_applicable") return this.words[`grid_${answer}`];
    const said = value.trim() ? `${value.trim()} ${unit}`.trim() : this.words.grid_conflict_empty;
    return answer === "exact" ? said : `${this.words[`grid_${answer}`]} ${said}`;
  }

  unit(cell) {
    const control = cell.controls.find((each) => each.field === "unit");
    return [...(control?.element.options ?? [])].find((each) => each.value === cell.now.unit)?.text ?? cell.now.unit;
  }

  ago(at) {
    const seconds = Math.max(0, (Date.now() - new Date(at)) / 1000);
    const [unit, size] = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]].find(([, each]) => seconds >= each) ?? ["second", 1];
    return new Intl.RelativeTimeFormat(this.language, { numeric: "auto" }).format(-Math.floor(seconds / size), unit);
  }

  answer(chosen) {
    const cell = this.waiting.shift();
    if (!cell) return;
    const { conflict } = cell;
    if (chosen === "theirs") cell.take({ ...cell.state, ...conflict, status: "done", note: "", percent: null });
    if (chosen === "mine") {
      cell.version = conflict.version;
      cell.conflict = null;
      cell.rejected = "";
      for (const name of Object.keys(cell.saved)) cell.saved[name] = conflict[name];
      if (!cell.isDirty) cell.take({ ...cell.state, ...conflict, status: "done", note: "", percent: null });
    }
    this.draw.cell(cell);
    for (const control of cell.controls) control.start = control.read();
    this.saving.touch(0);
    this.next();
  }
}
