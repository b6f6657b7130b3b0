// What the person does to cells: one change or many at once, each step can be undone.
export class Changes {
  constructor(sheet, draw, onChange) {
    Object.assign(this, { sheet, draw, onChange, steps: [] });
  }

  // [[cell, field, value], ...] as one step
  make(changes) {
    const step = [];
    for (const [cell, field, value] of changes.flatMap((each) => this.with(each))) {
      if (cell.now[field] === value) continue;
      step.push([cell, field, cell.now[field]]);
      this.set(cell, field, value);
    }
    if (step.length) this.steps.push(step);
    this.show(step);
    return step.length;
  }

  // who says that there is no value takes the value away
  with([cell, field, value]) {
    const without = field === "answer" && ["none", "not_applicable"].includes(value);
    return without ? [[cell, "value", ""], [cell, field, value]] : [[cell, field, value]];
  }

  // what stands in a field before it is left: shown, not yet a step
  preview(control) {
    for (const [cell, field, value] of this.of(control, control.read())) this.set(cell, field, value);
    control.cells.forEach((cell) => this.draw.cell(cell));
  }

  // a field that is left, or confirmed: from what stood there when it was entered
  commit(control) {
    const value = control.read();
    if (value === control.start) return;
    for (const cell of control.cells) if (control.cells.length === 1) cell.now[control.field] = control.start;
    const changes = this.of(control, value);
    control.start = value;
    this.make(changes);
  }

  // what a value in a field means for its cells; a unit over months counts for those that have a value
  of(control, value) {
    const changes = control.cells
      .filter((cell) => control.cells.length === 1 || cell.now.value.trim())
      .map((cell) => [cell, control.field, value]);
    const [cell] = control.cells;
    if (control.field !== "value") return changes;
    const unit = this.sheet.unitOf(cell);
    if (unit && unit.cells.length > 1 && String(value).trim()) changes.push([cell, "unit", unit.read()]);
    if (cell.isWithoutValue && String(value).trim()) changes.push([cell, "answer", "exact"]);
    return changes;
  }

  undo() {
    const step = this.steps.pop();
    if (!step) return null;
    for (const [cell, field, value] of step.reverse()) this.set(cell, field, value);
    this.show(step, true);
    return step[0][0];
  }

  set(cell, field, value) {
    cell.now[field] = value;
    cell.problems = [];
  }

  show(step, force = false) {
    for (const cell of new Set(step.map(([each]) => each))) {
      for (const control of cell.controls) {
        if (control.cells.length > 1) continue;
        if (force || control.element !== document.activeElement) control.write(this.draw.valueOf(cell, control.field));
        control.start = control.read();
      }
      this.draw.cell(cell);
      this.onChange(cell);
    }
  }
}
