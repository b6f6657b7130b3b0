// Search through the report. Words of Latin letters are found by their beginnings, Chinese by each
// two characters that stand beside each other; a place has to hold all that is asked for.
"use strict";

(() => {
  const MOST = 40;
  const AROUND = 60;
  const words = window.crossfoot.read("script-words");
  const holder = document.querySelector(".search");
  const input = document.getElementById("search");
  const panel = document.getElementById("search-results");
  const count = panel.querySelector(".search-count");
  const list = panel.querySelector(".search-list");
  holder.hidden = false;

  const HAN = /[\u3400-\u9fff\uf900-\ufaff]+/g;
  const LATIN = /[\p{L}\p{N}][\p{L}\p{N}.,%+-]*/gu;

  // characters that Traditional Chinese writes in two ways; either finds the other
  const TWINS = new Map(
    "溫温 戶户 稅税 說説 衛衞 群羣 裡裏 床牀 線綫 爲為 眾衆 麵麪 啟啓 銳鋭 脫脱 閱閲 産產 臺台".split(" ").map((pair) => [...pair]),
  );
  const plain = (text) => text.normalize("NFKC").toLowerCase()
    .replace(/[\u4e00-\u9fff]/g, (sign) => TWINS.get(sign) || sign);

  // what a question asks for: beginnings of words, and pairs of Chinese characters
  const asked = (question) => {
    const text = plain(question);
    const wanted = [];
    for (const [run] of text.matchAll(HAN)) {
      if (run.length === 1) wanted.push([run, false]);
      for (let at = 0; at + 1 < run.length; at += 1) wanted.push([run.slice(at, at + 2), false]);
    }
    for (const [word] of text.replace(HAN, " ").matchAll(LATIN)) {
      wanted.push([word.replace(/[.,-]+$/, ""), true]);
    }
    return wanted;
  };

  const HAN_ONE = /[\u3400-\u9fff\uf900-\ufaff]/;
  const isLetter = (sign) => /[\p{L}\p{N}]/u.test(sign) && !HAN_ONE.test(sign);

  const find = (text, [piece, isWord], from = 0) => {
    let at = text.indexOf(piece, from);
    while (isWord && at > 0 && isLetter(text[at - 1])) at = text.indexOf(piece, at + 1);
    return at;
  };

  let entries = null;
  const prepare = (given) => {
    entries = entries || given.map(([file, anchor, title, heading, passages]) => ({
      file, anchor, title, heading, passages,
      head: plain(`${title} ${heading}`),
      texts: passages.map(plain),
    }));
    return entries;
  };

  // more for headings, for the whole question in one piece, for pieces close together
  const score = (entry, wanted, whole) => {
    let points = 0;
    let best = -1;
    let most = -1;
    const open = new Set(wanted.map((_, number) => number));
    wanted.forEach((piece, number) => {
      if (find(entry.head, piece) >= 0) {
        open.delete(number);
        points += 4;
      }
    });
    entry.texts.forEach((text, at) => {
      let own = text.includes(whole) ? 6 : 0;
      wanted.forEach((piece, number) => {
        if (find(text, piece) < 0) return;
        open.delete(number);
        own += 2;
      });
      if (own > most) [most, best] = [own, at];
    });
    if (open.size) return null;
    if (entry.head.includes(whole)) points += 8;
    return { entry, points: points + Math.max(most, 0), passage: most > 0 ? best : -1 };
  };

  // the piece of a passage around what was found, with that marked
  const snippet = (entry, number, wanted) => {
    const shown = document.createElement("span");
    shown.className = "search-text";
    const text = entry.passages[number] ?? entry.passages[0] ?? "";
    const low = plain(text);
    const same = low.length === text.length;
    const places = same ? wanted.map((piece) => [find(low, piece), piece[0].length]) : [];
    const hits = places.filter(([at]) => at >= 0).sort(([one], [other]) => one - other);
    const first = hits.length ? hits[0][0] : 0;
    const start = Math.max(0, first - AROUND);
    const end = Math.min(text.length, first + 2 * AROUND);
    if (start) shown.append("… ");
    let at = start;
    for (const [from, length] of hits) {
      if (from >= end || from + length <= at) continue;
      const begin = Math.max(from, at);
      const mark = document.createElement("mark");
      mark.textContent = text.slice(begin, Math.min(end, from + length));
      shown.append(text.slice(at, begin), mark);
      at = Math.min(end, from + length);
    }
    shown.append(text.slice(at, end), end < text.length ? " …" : "");
    return shown;
  };

  const item = ({ entry, passage }, wanted) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.anchor ? `${entry.file}#${entry.anchor}` : entry.file;
    const head = document.createElement("span");
    head.className = "search-head";
    head.textContent = entry.heading === entry.title ? entry.title : `${entry.title} › ${entry.heading}`;
    link.append(head, snippet(entry, passage, wanted));
    line.append(link);
    return line;
  };

  const show = () => {
    const question = input.value.trim();
    const wanted = asked(question);
    panel.hidden = !wanted.length;
    if (!wanted.length) return;
    window.crossfoot.load("search", (given) => {
      if (question !== input.value.trim()) return;
      const found = prepare(given)
        .map((entry) => score(entry, wanted, plain(question)))
        .filter(Boolean)
        .sort((one, other) => other.points - one.points);
      const said = found.length === 0 ? "none" : found.length === 1 ? "one" : "many";
      count.textContent = words[`search_${said}`].replace("{count}", found.length);
      if (found.length > MOST) {
        count.textContent += ` · ${words.search_more.replace("{count}", MOST)}`;
      }
      list.replaceChildren(...found.slice(0, MOST).map((each) => item(each, wanted)));
    });
  };

  const close = () => {
    panel.hidden = true;
  };

  const step = (by) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement) + by;
    (at < 0 ? input : links[Math.min(at, links.length - 1)] || input).focus();
  };

  input.addEventListener("input", show);
  input.addEventListener("focus", () => {
    if (input.value.trim()) show();
  });
  holder.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && event.target === input) list.querySelector("a")?.click();
    else if (event.key === "Escape") {
      close();
      input.focus();
    } else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) close();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.stopPropagation();
  });
  document.addEventListener("click", (event) => {
    if (!holder.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, dialog[open]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
