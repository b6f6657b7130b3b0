// The sheet: which field of the page shows what of which cell, and where it lies in rows and columns.
const ORDER = ["value", "unit", "answer", "estimated", "comment"];

export class Control {
  constructor(element, cells, field) {
    Object.assign(this, { element, cells, field, row: -1, column: -1 });
    this.start = this.read();
  }

  get kind() {
    if (this.element.type === "checkbox") return "tick";
    return this.element.tagName === "SELECT" ? "choice" : "text";
  }

  read() {
    return this.kind === "tick" ? this.element.checked : this.element.value;
  }

  write(value) {
    if (this.read() === value) return;
    if (this.kind === "tick") this.element.checked = value;
    else if (this.kind === "choice") this.choose(value);
    else this.element.value = value;
  }

  // a unit that is not offered is offered from now on: the server says whether it fits
  choose(value) {
    if (![...this.element.options].some((option) => option.value === value)) this.element.add(new Option(value, value));
    this.element.value = value;
  }

  // as a spreadsheet would show it
  get shown() {
    if (this.kind === "tick") return this.element.checked ? "1" : "";
    return this.kind === "choice" ? this.element.selectedOptions[0]?.text ?? "" : this.element.value;
  }

  // what a text from a spreadsheet means here; undefined where it means nothing
  meaning(text) {
    const plain = text.trim();
    if (this.kind === "text") return plain.replace(/^'(?=[=@+-])/, "");
    if (this.kind === "tick") return /^(1|x|y|yes|true|是|√|✓)$/i.test(plain);
    if (!plain) return undefined;
    const same = (word) => word.toLowerCase() === plain.toLowerCase();
    const option = [...this.element.options].find((each) => same(each.value) || same(each.text));
    return option ? option.value : this.field === "unit" ? plain : undefined;
  }

  factor() {
    return Number(this.element.selectedOptions[0]?.dataset.factor ?? "NaN");
  }
}

export class Sheet {
  constructor(form, Cell) {
    this.form = form;
    this.cells = new Map();
    this.rows = [];
    this.controls = new Map();
    for (const element of form.querySelectorAll("[data-cell]")) {
      const cell = new Cell(element);
      this.cells.set(cell.id, cell);
    }
    for (const row of form.querySelectorAll(".grid-row")) this.addRow(row);
  }

  addRow(row) {
    const own = row.dataset.cell ? [this.cells.get(Number(row.dataset.cell))] : null;
    const cellOf = (element) => own ?? [this.cells.get(Number(element.closest("[data-cell]").dataset.cell))];
    const found = [...row.querySelectorAll("[data-field]")].map((element) => {
      const ofRow = "units" in element.dataset;
      const cells = ofRow ? [...row.querySelectorAll("[data-cell]")].map((each) => this.cells.get(Number(each.dataset.cell))) : cellOf(element);
      return this.add(new Control(element, cells, element.dataset.field));
    });
    const inOrder = own ? ORDER.map((name) => found.find((each) => each.field === name)) : found;
    inOrder.forEach((control, column) => control && Object.assign(control, { row: this.rows.length, column }));
    this.rows.push(inOrder);
  }

  add(control) {
    this.controls.set(control.element, control);
    for (const cell of control.cells) cell.controls.push(control);
    return control;
  }

  at(row, column) {
    return this.rows[row]?.[column];
  }

  // the next field in a direction; over the edge of a table into the next
  next(control, rows, columns) {
    let { row, column } = control;
    const width = (at) => this.rows[at]?.length ?? 0;
    for (let step = 0; step < 200; step += 1) {
      row += rows;
      column += columns;
      if (row < 0 || row >= this.rows.length || column < 0 || (columns > 0 && column >= width(row))) return null;
      const found = this.at(row, Math.min(column, width(row) - 1));
      if (found) return found;
      if (!columns) return this.rows[row].find(Boolean);
    }
    return null;
  }

  // fields of a rectangle, row by row
  range(from, to) {
    const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
    const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
    return this.rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
  }

  // the unit that a number typed into this cell is in
  unitOf(cell) {
    const control = cell.controls.find((each) => each.field === "unit");
    return control ?? null;
  }
}
