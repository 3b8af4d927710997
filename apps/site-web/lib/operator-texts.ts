const operatorPages = ['accessibility', 'privacy', 'imprint'] as const;
export type OperatorPageName = (typeof operatorPages)[number];

/** What an operator says instead of, or beside, the words that this site ships with. */
export type OperatorTexts = Partial<Record<OperatorPageName, string>>;

/** `SITE_IMPRINT` and its like; `\n` makes a new line where a variable cannot hold one. */
export function operatorTexts(env: Record<string, string | undefined>): OperatorTexts {
  const texts = operatorPages.map((name) => [name, env[`SITE_${name.toUpperCase()}`]] as const);
  return Object.fromEntries(
    texts.filter(([, text]) => text).map(([name, text]) => [name, text?.replaceAll('\\n', '\n')]),
  );
}
