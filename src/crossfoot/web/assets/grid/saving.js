// Sends what changed, soon and again until it arrives. Nothing is dropped: what is not saved stays in the page.
const SOON = 500;
const WAITS = [2000, 4000, 8000, 15000, 30000];

export class Saving {
  constructor({ form, sheet, draw, words, say, filled, onConflict }) {
    Object.assign(this, { form, sheet, draw, words, say, filled, onConflict, busy: false, again: false, tries: 0, state: "" });
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    addEventListener("online", () => this.flush());
    addEventListener("beforeunload", (event) => {
      if (this.unsaved.length) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
  }

  get unsaved() {
    return [...this.sheet.cells.values()].filter((cell) => cell.isDirty);
  }

  touch(wait = SOON) {
    this.report();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) {
      this.again = true;
      return;
    }
    const cells = this.unsaved.filter((cell) => cell.canBeSent);
    if (!cells.length) {
      this.report();
      return;
    }
    this.busy = true;
    this.report();
    const sent = new Map(cells.map((cell) => [cell.id, cell.toSend()]));
    try {
      await this.send(sent);
    } finally {
      this.busy = false;
    }
    this.report();
    if (this.again || (!this.state && this.unsaved.some((cell) => cell.canBeSent))) {
      this.again = false;
      this.touch();
    }
  }

  async send(sent) {
    let answer;
    try {
      answer = await fetch(this.form.dataset.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ changes: [...sent.values()] }),
        keepalive: sent.size < 60,
      });
    } catch {
      this.retry("offline");
      return;
    }
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") && !answer.redirected ? await answer.json().catch(() => null) : null;
    if (said?.cells) this.take(said, sent);
    else if (said?.problems && answer.status < 500) this.refuse(said.problems, sent);
    else if (answer.status >= 500) this.retry("offline");
    else {
      await this.renew();
      this.retry("signed_out");
    }
  }

  take(said, sent) {
    this.state = "";
    this.tries = 0;
    if (said.problems.length) this.refuse(said.problems, sent);
    for (const state of said.cells) this.sheet.cells.get(state.id).merge(state, sent.get(state.id));
    for (const [id, problems] of Object.entries(said.errors)) this.sheet.cells.get(Number(id))?.reject(problems);
    const conflicts = Object.entries(said.conflicts).map(([id, conflict]) => {
      const cell = this.sheet.cells.get(Number(id));
      cell.conflict = conflict;
      return cell;
    });
    for (const id of sent.keys()) this.draw.cell(this.sheet.cells.get(id));
    this.progress(said);
    if (conflicts.length) this.onConflict(conflicts);
  }

  refuse(problems, sent) {
    this.state = "";
    for (const id of sent.keys()) {
      const cell = this.sheet.cells.get(id);
      cell.reject(problems);
      this.draw.cell(cell);
    }
  }

  retry(state) {
    this.state = state;
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    this.touch(wait);
  }

  // signed in again elsewhere, the page's token is another: ask for the new one
  async renew() {
    const page = await fetch(location.href).catch(() => null);
    if (!page?.ok || page.redirected) return;
    const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-grid] [name=csrfmiddlewaretoken]");
    if (found) this.token = found.value;
  }

  progress({ asked, answered }) {
    const bar = document.querySelector("[data-progress]");
    const line = document.querySelector("[data-answered]");
    if (bar) bar.value = asked ? Math.round((100 * answered) / asked) : 100;
    if (line) line.textContent = this.words.grid_answered.replace("{answered}", answered).replace("{asked}", asked);
  }

  report() {
    const { words, unsaved } = this;
    const wrong = unsaved.filter((cell) => cell.isWrong).length;
    const fill = (text, count) => this.filled(text, { count });
    if (this.state && unsaved.length) this.say(this.state === "offline" ? "offline" : "wrong", fill(words[`grid_${this.state}`], unsaved.length));
    else if (this.busy) this.say("saving", words.grid_saving);
    else if (wrong) this.say("wrong", fill(words.grid_wrong, wrong));
    else if (unsaved.length) this.say("waiting", fill(words.grid_waiting, unsaved.length));
    else this.say("saved", words.grid_all_saved.replace("{time}", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })));
  }
}
