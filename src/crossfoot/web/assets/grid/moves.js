// The keyboard, as in a spreadsheet. A field is ready (arrows move on), being typed over, or being edited (F2).
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Moves {
  constructor({ form, sheet, changes, saving, words, tell, onDetails }) {
    Object.assign(this, { form, sheet, changes, saving, words, tell, onDetails, mode: "ready", anchor: null, head: null });
    form.addEventListener("focusin", (event) => this.enter(this.of(event)));
    form.addEventListener("focusout", (event) => this.leave(this.of(event)));
    form.addEventListener("input", (event) => this.typed(this.of(event)));
    form.addEventListener("change", (event) => this.changed(this.of(event)));
    form.addEventListener("keydown", (event) => this.key(event, this.of(event)));
    form.addEventListener("mousedown", (event) => this.press(event));
    form.addEventListener("mouseover", (event) => this.drag(event));
    form.addEventListener("click", (event) => this.click(event));
    addEventListener("mouseup", () => this.form.classList.remove("is-choosing"));
  }

  of(event) {
    return this.sheet.controls.get(event.target) ?? null;
  }

  get active() {
    return this.sheet.controls.get(document.activeElement) ?? null;
  }

  setMode(mode, control = this.active) {
    this.mode = mode;
    if (control?.kind === "text") control.element.dataset.mode = mode;
  }

  enter(control) {
    if (!control) return;
    control.start = control.read();
    this.setMode("ready", control);
    if (!this.choosing) this.select(control, control);
    if (control.kind === "text") control.element.select();
  }

  leave(control) {
    if (!control) return;
    this.changes.commit(control);
    this.setMode("ready", control);
  }

  typed(control) {
    if (control?.kind !== "text") return;
    if (this.mode === "ready") this.setMode("enter", control);
    this.changes.preview(control);
  }

  changed(control) {
    if (control && control.kind !== "text") this.changes.commit(control);
  }

  // -- mouse --

  press(event) {
    const control = this.near(event.target);
    if (!control || event.button !== 0) return;
    if (event.shiftKey && this.anchor) {
      event.preventDefault();
      this.select(this.anchor, control);
    }
    this.pressed = control;
    this.wasActive = control === this.active;
  }

  drag(event) {
    if (event.buttons !== 1 || !this.pressed) return;
    const control = this.near(event.target);
    if (!control || control.row < 0 || (control === this.pressed && this.head === this.anchor)) return;
    this.form.classList.add("is-choosing");
    getSelection()?.removeAllRanges();
    this.select(this.pressed, control);
  }

  click(event) {
    const control = this.of(event);
    if (control?.kind === "text" && this.wasActive && this.head === this.anchor) this.setMode("edit", control);
  }

  near(target) {
    const place = target.closest?.("td");
    const field = place?.querySelector("[data-field]");
    return this.sheet.controls.get(target) ?? this.sheet.controls.get(field) ?? null;
  }

  // -- range --

  select(anchor, head) {
    for (const control of this.marked ?? []) control.element.classList.remove("in-range");
    Object.assign(this, { anchor, head, marked: [] });
    if (anchor === head || anchor.row < 0 || head.row < 0) return;
    const rows = this.sheet.range(anchor, head);
    this.marked = rows.flat().filter(Boolean);
    for (const control of this.marked) control.element.classList.add("in-range");
    this.tell(this.words.grid_range.replace("{rows}", rows.length).replace("{columns}", rows[0].length));
  }

  get chosen() {
    if (this.anchor && this.head && this.anchor !== this.head) return this.sheet.range(this.anchor, this.head);
    return this.active ? [[this.active]] : [];
  }

  // -- keys --

  key(event, control) {
    if (event.isComposing || !control) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z" && !event.shiftKey) return this.undo(event, control);
    if (command && event.key.toLowerCase() === "s") return this.stop(event, () => this.saveNow(control));
    if (command) return undefined;
    if (event.key in STEPS) return this.arrow(event, control);
    const keys = { Enter: () => this.confirm(event, control), Escape: () => this.escape(event, control), F2: () => this.edit(event, control), F4: () => this.stop(event, () => this.details(control)), Delete: () => this.clear(event, control) };
    return keys[event.key]?.();
  }

  stop(event, then) {
    event.preventDefault();
    then();
  }

  arrow(event, control) {
    const [rows, columns] = STEPS[event.key];
    if (event.altKey) return;
    if (control.kind === "text" && this.mode === "edit" && (columns || control.element.tagName === "TEXTAREA")) return;
    if (event.shiftKey && this.mode === "ready") {
      if (control.row < 0) return;
      const next = this.sheet.next(this.head ?? control, rows, columns);
      this.stop(event, () => next && this.select(this.anchor ?? control, next));
      return;
    }
    if (event.shiftKey) return;
    this.stop(event, () => this.go(control, rows, columns));
  }

  go(control, rows, columns) {
    const from = control.row < 0 ? control.cells[0].controls.find((each) => each.row >= 0) : control;
    const next = this.sheet.next(from, rows, columns);
    if (!next) {
      this.changes.commit(control);
      this.setMode("ready", control);
      if (control.kind === "text") control.element.select();
      return;
    }
    next.element.focus();
    next.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // a field of a cell, where the page shows it
  focus(cell, field) {
    const control = cell.controls.find((each) => each.field === field);
    if (!control?.element.checkVisibility()) return false;
    control.element.focus();
    control.element.scrollIntoView({ block: "center" });
    return true;
  }

  confirm(event, control) {
    if (event.altKey && control.element.tagName === "TEXTAREA") {
      this.stop(event, () => control.element.setRangeText("\n", control.element.selectionStart, control.element.selectionEnd, "end"));
      this.typed(control);
      return;
    }
    this.stop(event, () => this.go(control, event.shiftKey ? -1 : 1, 0));
  }

  escape(event, control) {
    this.stop(event, () => {
      if (control.kind === "text" && control.read() !== control.start) {
        control.write(control.start);
        this.changes.preview(control);
      }
      this.setMode("ready", control);
      this.select(control, control);
      if (control.kind === "text") control.element.select();
    });
  }

  edit(event, control) {
    this.stop(event, () => {
      if (control.kind === "choice") control.element.showPicker?.();
      if (control.kind !== "text") return;
      this.setMode("edit", control);
      const end = control.element.value.length;
      control.element.setSelectionRange(end, end);
    });
  }

  details(control) {
    this.changes.commit(control);
    this.onDetails(control.cells[0], control.element);
  }

  clear(event, control) {
    if (this.mode !== "ready") return;
    const cleared = this.chosen.flat().filter((each) => each?.kind === "text");
    if (!cleared.length) return;
    this.stop(event, () => {
      this.changes.make(cleared.map((each) => [each.cells[0], each.field, ""]));
      this.refresh(control);
    });
  }

  undo(event, control) {
    this.stop(event, () => {
      if (control.kind === "text" && control.read() !== control.start) {
        this.escape(event, control);
        return;
      }
      const cell = this.changes.undo();
      this.tell(cell ? this.words.grid_undone : this.words.grid_nothing_to_undo);
      this.refresh(control);
    });
  }

  saveNow(control) {
    this.changes.commit(control);
    this.saving.flush();
  }

  // the field with the caret shows what stands in its cell now
  refresh(control) {
    if (control.cells.length === 1) control.write(control.field === "value" && control.cells[0].isWithoutValue ? "" : control.cells[0].now[control.field]);
    control.start = control.read();
    this.setMode("ready", control);
    if (control.kind === "text") control.element.select();
  }
}
