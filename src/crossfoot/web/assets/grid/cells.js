// A cell: what is saved, what the person has made of it, and what was wrong with that.
export const FIELDS = ["value", "unit", "answer", "estimated", "comment", "explanation", "reason"];
const WITHOUT_VALUE = ["none", "not_applicable"];

// what the page leaves out of a cell, as it is usual
const USUAL = { version: 0, value: "", unit: "", answer: "exact", estimated: false, comment: "", explanation: "", reason: "", note: "", percent: "", exceeds: false, who: "", at: "", evidence: [] };

const fieldsOf = (state) => Object.fromEntries(FIELDS.map((name) => [name, state[name]]));

export class Cell {
  constructor(element) {
    const { state, before, threshold, about, last, lastUnit } = element.dataset;
    Object.assign(this, { element, about, last, lastUnit, controls: [] });
    this.before = before === "" ? null : Number(before);
    this.threshold = threshold === "" ? null : Number(threshold);
    this.take({ ...USUAL, ...JSON.parse(state) });
    this.id = this.state.id;
    if (this.state.refused) this.saved = {}; // what stands in the fields was not written
  }

  take(state) {
    this.state = state;
    this.version = state.version;
    this.saved = fieldsOf(state);
    this.now = { ...this.saved };
    this.forgive();
  }

  forgive() {
    this.problems = [];
    this.rejected = "";
    this.conflict = null;
  }

  get isDirty() {
    return FIELDS.some((name) => this.now[name] !== this.saved[name]);
  }

  get isWithoutValue() {
    return WITHOUT_VALUE.includes(this.now.answer);
  }

  get needsReason() {
    return this.now.answer === "not_applicable" && !this.now.reason.trim();
  }

  get key() {
    return JSON.stringify([this.version, ...FIELDS.map((name) => this.now[name])]);
  }

  get canBeSent() {
    return this.isDirty && !this.needsReason && !this.conflict && this.rejected !== this.key;
  }

  get isWrong() {
    return this.isDirty && (this.conflict !== null || this.rejected === this.key || this.needsReason);
  }

  toSend() {
    return { cell: this.id, version: this.version, ...this.now };
  }

  // the server's word on what was sent; what was typed since then stays
  merge(state, sent) {
    const typed = { ...this.now };
    this.take(state);
    for (const name of FIELDS) if (typed[name] !== sent[name]) this.now[name] = typed[name];
  }

  reject(problems) {
    this.problems = problems;
    this.rejected = this.key;
  }
}
