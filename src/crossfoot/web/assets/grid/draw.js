// Shows what is known of a cell: saved or not, what is wrong, how far it is from the period before.
export class Draw {
  constructor(sheet, words, { readNumber, change, percentText }) {
    Object.assign(this, { sheet, words, readNumber, change, percentText });
  }

  cell(cell) {
    const { element } = cell;
    for (const control of cell.controls) this.control(control, cell);
    const far = this.variance(cell);
    const explain = this.lacks(cell, far) === "explain";
    const row = element.matches("tr") ? element : null;
    row?.classList.toggle("needs-explanation", explain);
    row?.classList.toggle("needs-reason", cell.needsReason);
    const idle = { explanation: !far.exceeds && !cell.now.explanation, reason: cell.now.answer !== "not_applicable" && !cell.now.reason };
    for (const remark of element.querySelectorAll("[data-remark]")) remark.classList.toggle("is-idle", idle[remark.dataset.remark]);
    this.note(cell, far);
    this.problems(cell);
    this.status(cell, far);
    for (const clips of element.querySelectorAll("[data-clips]")) {
      clips.textContent = cell.state.evidence.length || "";
      clips.closest("[data-open]").classList.toggle("has-proofs", cell.state.evidence.length > 0);
    }
    const version = element.querySelector("[data-version]");
    if (version) version.value = cell.version;
  }

  control(control, cell) {
    const { element, field } = control;
    if (control.cells.length === 1 && element !== document.activeElement) control.write(this.valueOf(cell, field));
    const dirty = control.cells.some((each) => each.now[field] !== each.saved[field]);
    element.classList.toggle("is-dirty", dirty);
    if (field !== "value") return;
    if (cell.problems.length || cell.conflict) element.setAttribute("aria-invalid", "true");
    else element.removeAttribute("aria-invalid");
    element.placeholder = cell.isWithoutValue ? this.words[`grid_${cell.now.answer}`] : "";
    const remarked = cell.element.matches("td") && (cell.now.comment || cell.now.estimated || cell.now.explanation || cell.now.answer !== "exact");
    element.parentElement.classList.toggle("has-remark", Boolean(remarked));
  }

  valueOf(cell, field) {
    return field === "value" && cell.isWithoutValue ? "" : cell.now[field];
  }

  // at once, from what stands in the field; the server's word where nothing was typed since
  variance(cell) {
    if (!cell.isDirty && cell.state.percent !== null) return { text: cell.state.percent, exceeds: cell.state.exceeds };
    const value = this.number(cell);
    if (value === null || cell.before === null) return { text: "", exceeds: false };
    const percent = this.change(value, cell.before);
    if (percent === null) return { text: value ? this.words.grid_from_zero : "", exceeds: value !== 0 && cell.threshold !== null };
    const exceeds = cell.threshold !== null && Math.abs(value - cell.before) > Math.abs(cell.before) * cell.threshold / 100 * (1 + 1e-12);
    return { text: this.percentText(percent), exceeds };
  }

  number(cell) {
    if (cell.now.answer === "none") return 0;
    const read = cell.isWithoutValue ? null : this.readNumber(cell.now.value);
    if (!read) return null;
    const unit = this.sheet.unitOf(cell);
    if (!unit) return read.unit ? null : read.number;
    const factor = (option) => Number(option?.dataset.factor ?? NaN);
    const options = [...unit.element.options];
    const named = (word) => options.find((each) => each.value === word || each.text === word);
    const number = read.number * factor(read.unit ? named(read.unit) : options.find((each) => each.value === cell.now.unit));
    return Number.isFinite(number) ? number : null;
  }

  note(cell, far) {
    const note = cell.element.querySelector("[data-note]");
    if (!note) return;
    const parts = [];
    if (!cell.isDirty && cell.state.note) parts.push(piece("span", cell.state.note));
    if (far.text) parts.push(piece("span", far.text, `change${far.exceeds ? " is-large" : ""}`));
    note.replaceChildren(...parts);
  }

  problems(cell) {
    const place = cell.element.querySelector("[data-problems]");
    const said = cell.problems.map(({ what, why, remedy }) => {
      const line = piece("p", why ? `${what}: ${why}` : what);
      if (remedy) line.append(document.createElement("br"), `${this.words.what_to_do}: ${remedy}`);
      return line;
    });
    if (cell.isDirty && cell.needsReason) said.push(piece("p", this.words.grid_needs_reason));
    place?.replaceChildren(...said);
  }

  // what a cell needs before it can be submitted: an explanation, a value, evidence, or nothing
  lacks(cell, far = this.variance(cell)) {
    if (far.exceeds && !cell.now.explanation.trim()) return "explain";
    if (this.isEmpty(cell)) return cell.state.status === "missing" ? "missing" : "";
    return cell.state.status === "evidence" && !cell.state.evidence.length ? "evidence" : "";
  }

  isEmpty(cell) {
    return !cell.now.value.trim() && !cell.isWithoutValue;
  }

  status(cell, far) {
    const place = cell.element.querySelector("[data-status]");
    if (!place) return;
    const word = cell.isWrong ? "wrong" : cell.isDirty ? "waiting" : this.lacks(cell, far) || (this.isEmpty(cell) ? "optional" : "done");
    place.dataset.status = word;
    place.textContent = this.words[`grid_status_${word}`];
    const who = cell.element.querySelector("[data-who]");
    who.textContent = cell.state.who;
    who.title = cell.state.at ? new Date(cell.state.at).toLocaleString() : "";
  }
}

export function piece(tag, text, name = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  return element;
}
