// Forms of registers: rows come and go without a new page, records are found while one types,
// a phone tells where it is. Without scripts the same buttons send the form.
let next = 0;

function add(group) {
  const row = group.querySelector(":scope > template").content.cloneNode(true);
  const number = String(1000 + next++);
  for (const one of row.querySelectorAll("[name],[id],[for],[list],[value],[data-locate],[data-said],[aria-describedby]")) {
    for (const name of ["name", "id", "for", "list", "value", "data-locate", "data-said", "aria-describedby"]) {
      const now = one.getAttribute(name);
      if (now?.includes("__")) one.setAttribute(name, now.replace("__", number));
    }
  }
  const rows = group.querySelector("[data-rows]");
  const first = row.querySelector("input:not([type=hidden]),select,textarea");
  rows.append(row);
  number_rows(rows);
  first?.focus();
}

function number_rows(rows) {
  const title = rows.closest("fieldset").querySelector("legend").textContent;
  [...rows.children].forEach((row, at) => row.setAttribute("aria-label", `${title} ${at + 1}`));
}

async function find(input) {
  if (input.value.length < 1 || input.value.includes(" · ")) return;
  const address = new URL(input.dataset.search, location.href);
  address.searchParams.set("q", input.value);
  const typed = input.value;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || input.value !== typed) return;
  const { found } = await answer.json();
  input.list.replaceChildren(...found.map((label) => Object.assign(document.createElement("option"), { value: label })));
}

function locate(button) {
  const input = document.getElementById(button.dataset.locate);
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      input.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
      button.removeAttribute("aria-busy");
    },
    () => {
      button.removeAttribute("aria-busy");
      input.placeholder = button.dataset.denied;
    },
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
  );
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-more],[data-less],[data-locate],[data-opens],[data-closes]");
  if (!button) return;
  if ("locate" in button.dataset) return locate(button);
  if ("opens" in button.dataset) {
    const dialog = document.getElementById(button.dataset.opens);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  event.preventDefault();
  if ("closes" in button.dataset) return button.closest("dialog").close();
  if ("more" in button.dataset) return add(button.closest("[data-group]"));
  const rows = button.closest("[data-rows]");
  const after = button.closest(".group-row").nextElementSibling ?? rows.parentElement.querySelector("[data-more]");
  button.closest(".group-row").remove();
  number_rows(rows);
  (after.querySelector?.("input,select,textarea") ?? after).focus();
});

let waiting;
document.addEventListener("input", (event) => {
  if (!event.target.dataset?.search) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => find(event.target), 200);
});

if (window.isSecureContext && navigator.geolocation) {
  for (const button of document.querySelectorAll("[data-locate]")) {
    button.hidden = false;
    if (button.closest("[data-locate-now]") && !document.getElementById(button.dataset.locate).value) locate(button);
  }
}

// a step that was refused, or asked for without a script, stands open with what was typed
const open = document.querySelector("dialog[data-open]");
if (open?.showModal) {
  open.close();
  open.showModal();
}

// what was typed is not sent twice
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => setTimeout(() => {
    for (const button of form.querySelectorAll("button.btn-primary")) button.disabled = true;
  }));
}

// a form that filters sends only what was chosen, so that addresses stay short
for (const form of document.querySelectorAll("form[data-short]")) {
  form.addEventListener("submit", () => {
    for (const one of form.elements) if (one.name && !one.value) one.disabled = true;
  });
}
