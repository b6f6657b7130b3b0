// Files that are dropped on a cell, or chosen in its details.
export class Evidence {
  constructor({ form, sheet, draw, saving, words, tell, details }) {
    Object.assign(this, { form, sheet, draw, saving, words, tell, details });
    form.addEventListener("dragover", (event) => this.over(event, true));
    form.addEventListener("dragleave", (event) => this.over(event, false));
    form.addEventListener("drop", (event) => this.drop(event));
  }

  place(event) {
    return event.dataTransfer?.types.includes("Files") ? event.target.closest?.("[data-cell]") : null;
  }

  over(event, inside) {
    const place = this.place(event);
    if (!place) return;
    event.preventDefault();
    place.classList.toggle("is-dropping", inside);
  }

  drop(event) {
    const place = this.place(event);
    if (!place) return;
    event.preventDefault();
    place.classList.remove("is-dropping");
    this.send(this.sheet.cells.get(Number(place.dataset.cell)), [...event.dataTransfer.files]);
  }

  async send(cell, files) {
    await this.saving.flush();
    for (const file of files) await this.one(cell, file);
  }

  async one(cell, file) {
    this.tell(this.words.grid_uploading.replace("{name}", file.name), true);
    const body = new FormData();
    body.append("file", file);
    const said = await this.post(cell, body);
    if (said?.cells) {
      const sent = { ...cell.now };
      const [state] = said.cells;
      const dirty = cell.isDirty;
      cell.merge(state, dirty ? cell.saved : sent);
      this.draw.cell(cell);
      this.tell(this.words.grid_uploaded.replace("{name}", file.name), true);
      this.details.problem("");
    } else {
      const [problem] = said?.problems ?? [];
      const text = problem ? `${file.name}: ${problem.what}. ${problem.remedy}` : this.words.grid_upload_failed.replace("{name}", file.name);
      this.tell(text, true);
      this.details.problem(text);
    }
    if (this.details.cell === cell) this.details.show();
  }

  async post(cell, body) {
    const address = this.form.dataset.evidence.replace("/cells/0/", `/cells/${cell.id}/`);
    try {
      const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": this.saving.token, Accept: "application/json" }, body });
      return await answer.json();
    } catch {
      return null;
    }
  }
}
