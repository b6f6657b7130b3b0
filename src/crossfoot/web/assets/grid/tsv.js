// Tables as spreadsheets put them on the clipboard: tabs, lines, quotes around what holds either.
export function readTable(text) {
  const rows = [];
  let row = [], cell = "", quoted = false, fresh = true;
  const source = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (source[at + 1] === '"') { cell += '"'; at += 1; }
      else quoted = false;
    } else if (letter === '"' && fresh) { quoted = true; fresh = false; }
    else if (letter === "\t") { row.push(cell); cell = ""; fresh = true; }
    else if (letter === "\n") { rows.push([...row, cell]); row = []; cell = ""; fresh = true; }
    else { cell += letter; fresh = false; }
  }
  if (cell || row.length || !rows.length) rows.push([...row, cell]);
  return rows;
}

// A text that a spreadsheet would take for a formula gets an apostrophe before it.
function guarded(text) {
  return /^[=@]|^[+-](?![\d.])/.test(text) ? `'${text}` : text;
}

export function writeTable(rows) {
  const cell = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map((text) => cell(guarded(text))).join("\t")).join("\n");
}
