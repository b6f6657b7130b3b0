// Numbers as people write them, for what is shown while they type. What counts is read by the server, exactly.
const WIDE = "０１２３４５６７８９．，－＋％−";
const PLAIN = "0123456789.,-+%-";
const NUMBER = /^([+-]?)(\d+\.?\d*|\.\d+|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?)([eE][+-]?\d{1,3})?\s*([^\d\s.,+-].*)?$/;

export function narrow(text) {
  return [...text.trim()].map((letter) => PLAIN[WIDE.indexOf(letter)] ?? letter).join("");
}

// {number, unit}; null where it is no number that can be read without doubt
export function readNumber(text) {
  const found = NUMBER.exec(narrow(text));
  if (!found) return null;
  const [, sign, digits, power = "", unit = ""] = found;
  return { number: Number(sign + digits.replace(/[^\d.]/g, "") + power), unit: unit.trim() };
}

// change in percent, to one decimal; null from zero
export function change(value, before) {
  if (!before) return null;
  const percent = ((value - before) / Math.abs(before)) * 100;
  return Math.sign(percent) * Math.round(Math.abs(percent) * 10) / 10;
}

export function percentText(percent) {
  if (!percent) return "±0 %";
  const digits = Math.abs(percent).toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${percent > 0 ? "+" : "-"}${digits} %`;
}
