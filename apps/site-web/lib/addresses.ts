import { isLocale, type Locale } from '../i18n/locales.ts';

/** The page that answers an address. */
type Target =
  | { kind: 'pass' }
  | { kind: 'redirect'; to: string }
  /** `filled`: answers with the same page, and with facts of the shop in it. */
  | { kind: 'shell'; path: string; filled?: string; status?: 404 }
  | { kind: 'plain'; path: string };

/** Static pages by the first part of their address. */
const shells: Record<string, string> = {
  '': '',
  orders: '/orders',
  account: '/account',
  password: '/password',
  accessibility: '/accessibility',
  privacy: '/privacy',
  imprint: '/imprint',
  preview: '/preview',
  __states: '/states',
};

/**
 * A page is one static file per language; what varies within it, such as the sale, the browser reads
 * from the address. An address without a language redirects to the reader's, so that caches need no
 * `Vary`.
 */
export function targetOf(pathname: string, preferred: Locale): Target {
  if (/^\/(?:_next\/|(?:config|states)\.json$|icon\.svg)/.test(pathname)) {
    return { kind: 'pass' };
  }
  const [first, ...others] = pathname.split('/').filter((part) => part !== '');
  if (!isLocale(first)) {
    const parts = first === undefined ? [] : [first, ...others];
    if (parts[0] === 'sales' && parts[2] === 'plain') {
      return targetIn(preferred, parts, true);
    }
    return { kind: 'redirect', to: addressOf(preferred, parts) };
  }
  return targetIn(first, others, pathname.endsWith('/'));
}

function targetIn(locale: Locale, parts: string[], isFolder: boolean): Target {
  const [page = '', id, last, ...rest] = parts;
  const lost = { kind: 'shell', path: `/${locale}/lost`, status: 404 } as const;
  if (rest.length > 0) {
    return lost;
  }
  if (page === 'sales' && id) {
    if (last === 'plain') {
      return { kind: 'plain', path: `/plain/${locale}/${id}` };
    }
    if (last !== undefined) {
      return lost;
    }
    // The slash makes `plain` a relative link that a page can use without knowing its id.
    if (!isFolder) {
      return { kind: 'redirect', to: addressOf(locale, parts) };
    }
    return { kind: 'shell', path: `/${locale}/sale`, filled: `/first/${locale}/${id}` };
  }
  if (page === 'orders' && id && last === undefined) {
    return { kind: 'shell', path: `/${locale}/receipt` };
  }
  const shell = id === undefined && Object.hasOwn(shells, page) ? shells[page] : undefined;
  if (shell === '') {
    return { kind: 'shell', path: `/${locale}`, filled: `/first/${locale}` };
  }
  return shell === undefined ? lost : { kind: 'shell', path: `/${locale}${shell}` };
}

function addressOf(locale: Locale, parts: string[]): string {
  const isSale = parts[0] === 'sales' && parts.length === 2;
  return `/${[locale, ...parts].join('/')}${isSale ? '/' : ''}`;
}

/** The part of an address after the language: `/de/sales/x/` is `/sales/x/` in any language. */
export function withoutLocale(pathname: string): string {
  return pathname.replace(/^\/(?:en|de|ar)(?=\/|$)/, '') || '/';
}

/** The id in `/sales/:id/` or `/orders/:id`, with or without a language before it. */
export function idIn(pathname: string, page: 'sales' | 'orders'): string {
  const [, segment, id] = withoutLocale(pathname).split('/');
  if (segment !== page || !id) {
    return '';
  }
  try {
    return decodeURIComponent(id);
  } catch {
    return '';
  }
}

/** On the address of a sale whose line the reader has just joined by a form. */
export const PLACE_HASH = '#place';

/** The secret of a link that came by mail; empty in any other address. */
export function tokenIn(hash: string): string {
  return /^#token=([A-Za-z0-9_-]{16,128})$/.exec(hash)?.[1] ?? '';
}

const CODE_HASH = '#code=';

/** Opens a place on another device. The code stands in the fragment, which the browser sends to no server. */
export function codeLink(address: string, code: string): string {
  return `${address.split('#')[0]}${CODE_HASH}${code}`;
}

/** The code of such a link; empty in any other address. */
export function codeIn(hash: string): string {
  const isCode = hash.startsWith(CODE_HASH);
  return isCode
    ? hash
        .slice(CODE_HASH.length)
        .replace(/[^0-9A-Za-z-]/g, '')
        .slice(0, 32)
    : '';
}
