import { html, type Markup } from '../plain/html.ts';

/** How an empty `FirstHtml` stands in a page of the build. */
const PLACE = '<div class="first"></div>';

interface Filling {
  title: string;
  /** More elements of the head. */
  head: Markup;
  /** The facts. */
  body: Markup;
}

/** The page with facts of the shop in it: nothing that runs is added, so the policy of the page stays the same. */
export function fillShell(page: string, { title, head, body }: Filling): string {
  const named = replaceFirst(page, /<title>[^<]*<\/title>/, html`<title>${title}</title>`.markup);
  const described = replaceFirst(named, /<\/head>/, `${head.markup}</head>`);
  return replaceFirst(described, PLACE, `<div class="first">${body.markup}</div>`);
}

const SCRIPT = /<script src="([^"]+)" async=""><\/script>/g;

/**
 * The same page with its large scripts behind the others. A browser loads six files of a server at once, so those
 * begin a little later, when a picture that comes from the API meanwhile has had the line for itself.
 */
export function largeScriptsLast(page: string, isLarge: (address: string) => boolean): string {
  const end = page.indexOf('</head>');
  const late: string[] = [];
  const head = page.slice(0, end).replaceAll(SCRIPT, (script: string, address: string) => {
    if (!isLarge(address)) {
      return script;
    }
    late.push(script);
    return '';
  });
  return `${head}${late.join('')}${page.slice(end)}`;
}

/** The same page without anything that runs, and with other content. */
export function plainShell(page: string, { title, head, body }: Filling): string {
  const quiet = page
    .replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, '')
    .replaceAll(/<link rel="preload"[^>]*>/g, '')
    .replaceAll(/<noscript>[\s\S]*?<\/noscript>/g, '');
  const named = replaceFirst(quiet, /<title>[^<]*<\/title>/, html`<title>${title}</title>`.markup);
  const described = replaceFirst(named, /<\/head>/, `${head.markup}</head>`);
  const main = `<main id="main" class="wrap">${body.markup}</main>`;
  return replaceFirst(described, /<main[^>]*>[\s\S]*<\/main>/, main);
}

/** The links to other languages lead to this page in them, before a script can say so. */
export function linkLanguages(page: string, path: string): string {
  return page.replaceAll(
    /<a href="\/(en|de|ar)" hrefLang=/g,
    (_, locale: string) => html`<a href="/${locale}${path}" hrefLang=`.markup,
  );
}

/** `$` in the inserted text means nothing. A page of another build, without that place, is a mistake. */
function replaceFirst(page: string, place: RegExp | string, text: string): string {
  if (page.search(place) < 0) {
    throw new Error(`The page of the build has no ${place}.`);
  }
  return page.replace(place, () => text);
}
