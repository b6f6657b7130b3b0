// A file that is too large is said to be so before it is sent; the server says it too.
for (const input of document.querySelectorAll("input[type=file][data-limit]")) {
  const said = document.getElementById(input.dataset.said);
  input.addEventListener("change", () => {
    const large = [...input.files].some((file) => file.size > Number(input.dataset.limit));
    said.hidden = !large;
    input.setCustomValidity(large ? said.textContent : "");
  });
  input.form.addEventListener("submit", () => {
    const button = input.form.querySelector("button.btn-primary");
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    const bar = input.form.querySelector("progress");
    if (bar) bar.hidden = false;
  });
}
