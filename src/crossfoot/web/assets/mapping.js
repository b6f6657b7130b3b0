// A value for all rows is typed only where one is chosen instead of a column.
for (const select of document.querySelectorAll("select[data-mapping]")) {
  const field = document.getElementById(select.dataset.mapping);
  const show = () => {
    field.hidden = select.value !== "=";
    field.querySelector("input").required = select.value === "=";
  };
  select.addEventListener("change", show);
  show();
}
document.querySelector("select[data-sheet]")?.addEventListener("change", (event) => {
  location.search = new URLSearchParams({ sheet: event.target.value });
});
