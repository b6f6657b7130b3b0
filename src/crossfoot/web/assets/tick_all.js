// A box that ticks every request of its form; without scripts it is not shown.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  const name = all.dataset.tickAll || "request";
  const boxes = [...all.closest("form").querySelectorAll(`input[name=${name}]`)];
  all.closest("[hidden]").hidden = boxes.length < 2;
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  all.form.addEventListener("change", () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  });
}
