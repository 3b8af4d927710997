const OPERATOR_PAGES = ['accessibility', 'privacy', 'imprint'] as const;
export type OperatorPageName = (typeof OPERATOR_PAGES)[number];

/** Texts of the operator, shown instead of or below those of this site. */
export type OperatorTexts = Partial<Record<OperatorPageName, string>>;

/** `SITE_IMPRINT` and its like; `\n` makes a new line where a variable cannot hold one. */
export function operatorTexts(env: Record<string, string | undefined>): OperatorTexts {
  const texts = OPERATOR_PAGES.map((name) => [name, env[`SITE_${name.toUpperCase()}`]] as const);
  return Object.fromEntries(
    texts.filter(([, text]) => text).map(([name, text]) => [name, text?.replaceAll('\\n', '\n')]),
  );
}
