// Charts are drawn in the page by ECharts, in the colours of the theme; the table beside has their data.
const drawn = new Map();
const theme = () => (document.documentElement.dataset.bsTheme === "dark" ? "dark" : "light");
const optionOf = (holder) => JSON.parse(document.getElementById(holder.dataset.chart).textContent)[theme()];
const draw = () => {
  for (const holder of document.querySelectorAll("[data-chart]")) {
    holder.style.height = `${holder.dataset.height}px`;
    const chart = window.echarts.init(holder, null, { renderer: "canvas" });
    chart.setOption(optionOf(holder));
    drawn.set(holder, chart);
  }
  const sized = new ResizeObserver(() => drawn.forEach((chart) => chart.resize()));
  sized.observe(document.getElementById("content"));
  const themed = new MutationObserver(() => drawn.forEach((chart, holder) => chart.setOption(optionOf(holder), true)));
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
};
if (window.echarts) draw();
