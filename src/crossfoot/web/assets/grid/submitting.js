// Going on to submit: what still lacks a value or an explanation is written here first, in the sheet.
const AGAIN = 100;

// what a cell may lack, in the order in which it is asked for, and where it is written
const FIELDS = { missing: "value", explain: "explanation", evidence: "file" };

export class Submitting {
  constructor({ link, sheet, draw, moves, changes, saving, details, words, say, filled }) {
    Object.assign(this, { link, sheet, draw, moves, changes, saving, details, words, say, filled });
    link?.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another window, asked for by the person
      event.preventDefault();
      this.check();
    });
  }

  async check() {
    if (this.moves.active) this.changes.commit(this.moves.active);
    await this.settled();
    const [open] = this.saving.unsaved;
    const lack = open ? null : this.first();
    if (open) this.moves.focus(open, open.needsReason ? "reason" : "value");
    else if (lack) this.ask(...lack);
    else location.assign(this.link.href);
  }

  // the first thing that is asked for, and the cells that lack it
  first() {
    const lacks = [...this.sheet.cells.values()].map((cell) => [this.draw.lacks(cell), cell]);
    const name = Object.keys(FIELDS).find((each) => lacks.some(([lack]) => lack === each));
    return name ? [name, lacks.filter(([lack]) => lack === name).map(([, cell]) => cell)] : null;
  }

  async settled() {
    while (!this.saving.state && (this.saving.busy || this.saving.unsaved.some((cell) => cell.canBeSent))) {
      await this.saving.flush();
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }

  ask(name, cells) {
    const [cell] = cells;
    this.say("wrong", this.filled(this.words[`grid_lacks_${name}`], { count: cells.length }));
    if (!this.moves.focus(cell, FIELDS[name])) this.details.open(cell, this.link, FIELDS[name]);
  }
}
