"use strict";
// Shows one metric at a time. Without this script all of them stand below each other.
const picker = document.getElementById("metric");
const metrics = [...document.querySelectorAll("section.metric")];
function show(id) {
  const wanted = metrics.find((each) => each.id === id) || metrics[0];
  for (const each of metrics) each.hidden = each !== wanted;
  if (wanted) picker.value = wanted.id;
}
function fromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id.startsWith("m-")) return;
  show(id);
  document.getElementById(id)?.scrollIntoView({ block: "nearest" });
}
if (picker && metrics.length) {
  document.documentElement.classList.add("scripted");
  picker.addEventListener("change", () => {
    show(picker.value);
    history.replaceState(null, "", "#" + picker.value);
  });
  addEventListener("hashchange", fromAddress);
  addEventListener("beforeprint", () => { for (const each of metrics) each.hidden = each.classList.contains("single"); });
  addEventListener("afterprint", () => show(picker.value));
  show(metrics[0].id);
  fromAddress();
}
