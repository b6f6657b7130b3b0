// A sentence with its values; `{count:cell|cells}` holds the words for one and for all others.
export function filled(words, values) {
  return words.replace(/{(\w+)(?::([^|}]*)\|([^}]*))?}/g, (_, name, one, many) => (one === undefined ? values[name] : values[name] === 1 ? one : many));
}
