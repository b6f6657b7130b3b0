// Copy to, and paste from, a spreadsheet: several rows and columns at once.
export class Clipboard {
  constructor({ form, sheet, moves, changes, words, tell, filled, readTable, writeTable }) {
    Object.assign(this, { sheet, moves, changes, words, tell, filled, readTable, writeTable });
    form.addEventListener("copy", (event) => this.copy(event));
    form.addEventListener("cut", (event) => this.copy(event));
    form.addEventListener("paste", (event) => this.paste(event));
  }

  copy(event) {
    const { chosen, active } = this.moves;
    const single = chosen.length === 1 && chosen[0].length === 1;
    if (!active || (single && active.kind === "text")) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.writeTable(chosen.map((row) => row.map((control) => control?.shown ?? ""))));
    this.tell(this.words.grid_copied);
  }

  paste(event) {
    const { active, mode, chosen } = this.moves;
    if (!active || active.row < 0 || mode !== "ready") return;
    event.preventDefault();
    const table = this.readTable(event.clipboardData.getData("text/plain"));
    const filled = table.length === 1 && table[0].length === 1 ? chosen.map((row) => row.map(() => table[0][0])) : table;
    const { changes, left } = this.fit(filled, chosen[0][0] ?? active);
    const count = this.changes.make(changes);
    this.moves.refresh(active);
    const words = left ? this.words.grid_pasted_less : this.words.grid_pasted;
    this.tell(this.filled(words, { count, left }));
  }

  // what goes where, from the upper left corner on
  fit(table, corner) {
    const changes = [];
    let left = 0;
    table.forEach((row, down) => row.forEach((text, right) => {
      const control = this.sheet.at(corner.row + down, corner.column + right);
      const value = control?.meaning(text);
      if (value === undefined) left += text.trim() ? 1 : 0;
      else changes.push(...this.changes.of(control, value));
    }));
    return { changes, left };
  }
}
