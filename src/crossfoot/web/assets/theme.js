// Light or dark: as the person chose on this device, else as the system says. Runs before the page is drawn.
const KEY = "crossfoot-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const chosen = () => localStorage.getItem(KEY) ?? (system.matches ? "dark" : "light");
const show = () => document.documentElement.setAttribute("data-bs-theme", chosen());
show();
system.addEventListener("change", show);
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-theme-toggle]")) return;
  localStorage.setItem(KEY, chosen() === "dark" ? "light" : "dark");
  show();
});
