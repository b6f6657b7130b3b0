// A page of the report: lineage of a number, live charts, the place kept between languages.
// No text is ever evaluated or parsed as HTML; the page forbids it.
"use strict";

// what pages share is read as a script when it is asked for: a page on a disk may not load files
window.crossfoot = {
  load(name, then) {
    if (this[name]) {
      then(this[name]);
      return;
    }
    const script = document.createElement("script");
    script.src = `data/${name}.js`;
    script.addEventListener("load", () => then(this[name]));
    document.head.append(script);
  },
  read: (id) => JSON.parse(document.getElementById(id).textContent),
};

(() => {
  const { read } = window.crossfoot;
  const words = read("script-words");

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  // --- lineage: an address such as #why/ghg.scope1/group/2023 opens the panel ---

  const LONGEST_VALUE = 40;
  const panel = document.getElementById("lineage");
  let lineages = null;
  let opener = null;

  const valueOf = (value, unit) => {
    const element = make("span", "node-value", value);
    if (unit) element.append(" ", make("small", "", unit));
    return element;
  };

  // what the node above says already is not repeated: of "Scope 1 · Hefei plant · 2023" below
  // "Scope 1 · Group · 2023", the plant is left
  const shortened = (label, above, otherwise) => {
    const known = above.split(" · ");
    const parts = label.split(" · ").filter((part) => !known.includes(part));
    return parts.join(" · ") || otherwise;
  };

  const nodeHead = ([label, value, unit, rule, source], above) => {
    // a text stands in full above the tree
    const isText = value && !unit && /[^\d.,−\s]/.test(value) && value.length > LONGEST_VALUE;
    const head = make("span", isText ? "node text" : "node");
    const alone = isText ? words.source : words.value;
    head.append(make("span", "node-label", shortened(label, above, alone)));
    if (value) head.append(valueOf(value, unit));
    if (rule) head.append(make("span", "node-rule", "= " + rule));
    if (source) head.append(make("span", "node-source", source));
    return head;
  };

  const branch = (number, depth, above) => {
    const node = lineages.nodes[number];
    const children = node[5];
    const item = make("li");
    if (!children.length) {
      const leaf = make("div", "leaf");
      leaf.append(nodeHead(node, above));
      item.append(leaf);
      return item;
    }
    const details = make("details");
    const summary = make("summary");
    summary.append(nodeHead(node, above));
    details.append(summary);
    const fill = () => {
      if (details.open && details.children.length === 1) {
        const list = make("ul");
        children.forEach((child) => list.append(branch(child, depth + 1, node[0])));
        details.append(list);
      }
    };
    details.addEventListener("toggle", fill);
    details.open = depth < 3 && children.length <= 12;
    fill();
    item.append(details);
    return item;
  };

  const tree = (numbers, title) => {
    const list = make("ul", "tree");
    numbers.forEach((number) => list.append(branch(number, 0, title)));
    return list;
  };

  const show = (address) =>
    window.crossfoot.load("lineage", (found) => {
      lineages = found;
      if (place() === address) open(address);
    });

  const open = (address) => {
    const root = lineages.roots[address];
    const node = root ? lineages.nodes[root.node] : null;
    document.getElementById("lineage-title").textContent = root ? node[0] : words.missing;
    const value = document.getElementById("lineage-value");
    value.replaceChildren(...(root ? [valueOf(root.value, node[2])] : []));
    value.classList.toggle("text", Boolean(root) && root.value.length > LONGEST_VALUE);
    const pairs = document.getElementById("lineage-facts");
    pairs.replaceChildren();
    const target = document.getElementById("lineage-tree");
    target.replaceChildren();
    if (root) {
      for (const key of ["metric", "codes", "basis", "note"]) {
        if (!root[key]) continue;
        const shown = make("dd", key === "note" ? "verbatim" : "", key === "metric" ? "" : root[key]);
        if (key === "metric") shown.append(make("code", "", root.metric));
        pairs.append(make("dt", "", words[key]), shown);
      }
      target.append(tree([root.node], node[0]));
      if (root.others.length) {
        target.append(make("h3", "", words.others), tree(root.others, node[0]));
      }
    }
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    document.getElementById("lineage-title").focus();
  };

  const place = () => decodeURIComponent(location.hash.slice(1));

  const follow = () => {
    if (place().startsWith("why/")) show(place());
    else if (panel.open) panel.close();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.n");
    if (link) opener = link;
    if (event.target === panel) panel.close();
  });
  document.getElementById("lineage-close").addEventListener("click", () => panel.close());
  panel.addEventListener("close", () => {
    if (place().startsWith("why/")) {
      const at = [window.scrollX, window.scrollY];
      history.replaceState(null, "", location.pathname + location.search);
      window.scrollTo(...at);
    }
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  });
  window.addEventListener("hashchange", follow);
  follow();

  // --- charts: drawn when they come into view, in the reader's colour scheme ---

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const options = read("chart-data");
  const drawn = new Map();

  // one mark, or all marks at a place of an axis
  const tooltip = (marks) => {
    if (!Array.isArray(marks)) {
      const data = marks.data || {};
      return [data.title || marks.name, data.text].filter(Boolean).join("\n");
    }
    const told = marks.filter((mark) => mark.data && mark.data.text);
    const named = (mark) => (/^series/.test(mark.seriesName) ? "" : mark.seriesName + "  ");
    return [marks[0].axisValueLabel]
      .concat(told.map((mark) => named(mark) + mark.data.text))
      .join("\n");
  };

  const optionOf = (id) => {
    const option = options[id][dark.matches ? "dark" : "light"];
    option.tooltip.formatter = tooltip;
    return option;
  };

  const draw = (holder) => {
    const figure = holder.parentElement;
    const still = figure.querySelector(".chart-still");
    const beside = figure.querySelectorAll(".legend, .chart-list");
    holder.hidden = false;
    holder.style.height = holder.dataset.height + "px";
    beside.forEach((element) => (element.hidden = false));
    const chart = echarts.init(holder, null, { renderer: "canvas" });
    chart.setOption(optionOf(holder.dataset.chart));
    still.hidden = true;
    drawn.set(holder, chart);
  };

  if (window.echarts) {
    const seen = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          if (!entry.isIntersecting) continue;
          seen.unobserve(entry.target);
          draw(entry.target.querySelector(".chart-live"));
        }
      },
      { rootMargin: "200px" },
    );
    document.querySelectorAll("figure.chart").forEach((figure) => seen.observe(figure));
    const sized = new ResizeObserver(() => drawn.forEach((chart) => chart.resize()));
    sized.observe(document.getElementById("content"));
    dark.addEventListener("change", () =>
      drawn.forEach((chart, holder) => chart.setOption(optionOf(holder.dataset.chart), true)),
    );
  }

  // --- contents: folded on a narrow screen, the current topic marked ---

  const contents = document.querySelector(".contents details");
  const narrow = window.matchMedia("(max-width: 67.99rem)");
  const fold = () => (contents.open = !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
  contents.addEventListener("click", (event) => {
    if (narrow.matches && event.target.closest("a")) contents.open = false;
  });

  // --- wide tables begin with the latest year, which readers come for ---

  const wide = document.querySelectorAll(".scroll:has(> .kpi)");
  const toLatest = () => wide.forEach((holder) => (holder.scrollLeft = holder.scrollWidth));
  narrow.addEventListener("change", toLatest);
  toLatest();

  // tables that an author typed scroll by themselves where they are too wide
  document.querySelectorAll(".chapter > table").forEach((table) => (table.tabIndex = 0));

  const links = new Map(
    [...contents.querySelectorAll('a[href^="#"]')].map((link) => [link.hash.slice(1), link]),
  );
  let here = null;
  const reading = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        if (here) here.classList.remove("here");
        here = links.get(entry.target.id);
        if (here) here.classList.add("here");
      }
    },
    { rootMargin: "-15% 0px -75% 0px" },
  );
  links.forEach((_, id) => {
    const heading = document.getElementById(id);
    if (heading) reading.observe(heading);
  });

  // --- the other language opens at the same place ---

  document.querySelectorAll("a[data-keep-place]").forEach((link) =>
    link.addEventListener("click", () => {
      link.hash = location.hash || (here ? here.hash : "");
    }),
  );
})();
