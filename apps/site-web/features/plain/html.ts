/** A string that is markup already. */
export interface Markup {
  markup: string;
}

type Part = string | number | Markup | null | false | Part[];

/** Markup from a template. Values are escaped unless they are markup made by this function. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  const markup = texts.reduce((sum, text, index) => sum + written(parts[index - 1] ?? null) + text);
  return { markup };
}

function written(part: Part): string {
  if (part === null || part === false) {
    return '';
  }
  if (Array.isArray(part)) {
    return part.map(written).join('');
  }
  if (typeof part === 'object') {
    return part.markup;
  }
  return String(part).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
