/**
 * Whether an address is of this pattern, in which each `*` stands for any number of characters.
 * Compared part by part: a regular expression of many stars could take for ever.
 */
export function matchesPattern(address: string, pattern: string): boolean {
  const text = address.toLowerCase();
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
