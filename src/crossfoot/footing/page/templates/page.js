"use strict";
// Filters the list of findings and steps through it. The page is whole without this script.
const tools = document.getElementById("tools");
const list = document.querySelector(".findings");
const findings = [...document.querySelectorAll("li.finding")];
const chips = [...tools.querySelectorAll("button[data-severity]")];
const kind = document.getElementById("kind");
const at = document.getElementById("at");
let current = null;

function shown() {
  return findings.filter((each) => !each.hidden);
}
function count() {
  const left = shown();
  const place = left.indexOf(current);
  at.textContent = (place < 0 ? "–" : place + 1) + " / " + left.length;
  document.getElementById("none-shown").hidden = left.length > 0;
}
function filter() {
  const pressed = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true");
  const severities = new Set(pressed.map((chip) => chip.dataset.severity));
  for (const each of findings) {
    each.hidden = !severities.has(each.dataset.severity) || (kind.value && each.dataset.kind !== kind.value);
  }
  for (const flag of document.querySelectorAll("a.flag")) {
    const finding = document.getElementById(flag.hash.slice(1));
    flag.classList.toggle("off", Boolean(finding && finding.hidden));
  }
  count();
}
// beside each other, list and text both move; below each other, only the list does
function beside() {
  return getComputedStyle(list).position === "sticky";
}
function go(finding) {
  if (current) current.classList.remove("current");
  for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
  current = finding;
  finding.classList.add("current");
  history.replaceState(null, "", "#" + finding.id);
  const lines = [...finding.querySelectorAll(".places a")].map((a) => document.getElementById(a.hash.slice(1)));
  for (const line of lines) if (line) line.classList.add("here");
  if (beside()) {
    const top = finding.offsetTop - tools.offsetHeight - 40;
    list.scrollTo({ top: Math.max(0, top) });
    if (lines[0]) lines[0].scrollIntoView({ block: "center" });
  } else {
    finding.scrollIntoView({ block: "start" });
  }
  count();
}
function step(by) {
  const left = shown();
  if (!left.length) return;
  const place = left.indexOf(current);
  const next = place < 0 ? (by > 0 ? 0 : left.length - 1) : (place + by + left.length) % left.length;
  go(left[next]);
}

if (tools) {
  tools.hidden = false;
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") === "true" ? "false" : "true");
      filter();
    });
  }
  kind.addEventListener("change", filter);
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input")) return;
    if (event.key === "n" || event.key === "j") step(1);
    if (event.key === "p" || event.key === "k") step(-1);
  });
  addEventListener("hashchange", () => {
    const finding = findings.find((each) => "#" + each.id === location.hash);
    if (!finding) return;
    if (finding.hidden) {
      for (const chip of chips) chip.setAttribute("aria-pressed", "true");
      kind.value = "";
      filter();
    }
    go(finding);
  });
  filter();
}
