// Numbers beside the lines of a definition, since mistakes are told by their line.
const code = document.querySelector("[data-code]");
const lines = document.querySelector("[data-lines]");
const draw = () => {
  lines.textContent = Array.from({ length: code.value.split("\n").length }, (_, at) => at + 1).join("\n");
};
code.addEventListener("input", draw);
code.addEventListener("scroll", () => (lines.scrollTop = code.scrollTop));
draw();
