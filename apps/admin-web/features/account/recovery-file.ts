/** What goes into a file or a password manager: it still says what it is in a year. */
export function recoveryFile(email: string, codes: readonly string[]): string {
  const head = `Recovery codes of ${email}, Flash sale team. Each works once.`;
  return [head, '', ...codes, ''].join('\n');
}
