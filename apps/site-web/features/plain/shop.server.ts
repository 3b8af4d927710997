import {
  type Answer,
  createClient,
  createHttp,
  initialPurchase,
  type Purchase,
  routes,
  shopMailOf,
} from '@flash/client';
import type { ContactBody } from '@flash/shared-types';
import { isId } from '@flash/shared-utils';
import type { Locale } from '../../i18n/locales.ts';
import { apiBase } from '../../lib/api-base.server.ts';
import type { Told } from './ticket.ts';

const TIMEOUT_MS = 5_000;

/**
 * Headers that identify the reader and the origin of the request. The API uses the addresses only if it
 * trusts this server (`TRUSTED_PROXIES`); otherwise all readers of plain pages count as one.
 */
const FORWARDED_HEADERS = ['cookie', 'origin', 'sec-fetch-site', 'x-forwarded-for'];

/** The API on behalf of one reader: sends their cookies, and returns those that the API sets. */
export function shopOf(reader: Headers) {
  const setCookies: string[] = [];
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const name of FORWARDED_HEADERS) {
      const value = reader.get(name);
      if (value) {
        headers.set(name, value);
      }
    }
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(input, { ...init, headers, signal, cache: 'no-store' });
    setCookies.push(...response.headers.getSetCookie());
    return response;
  };
  return { shop: createClient(createHttp(apiBase(), send), routes), setCookies };
}

type PlainShop = ReturnType<typeof shopOf>['shop'];

export const valueOrNull = <Value>(answer: Answer<Value>): Value | null =>
  answer.ok ? answer.value : null;

/** Loads a sale and the reader's place in it, in parallel. */
export async function loadPurchase(shop: PlainShop, id: string): Promise<Purchase> {
  const [sale, line, place] = await Promise.all([
    shop.publicSale({ query: { flashSaleId: id } }),
    shop.line({ params: { id } }),
    shop.position({ query: { flashSaleId: id } }),
  ]);
  const isMissing = sale.ok ? sale.value.item === null : sale.refusal.status === 404;
  const isForAccounts = valueOrNull(sale)?.item?.identity === 'account';
  const session = isForAccounts ? valueOrNull(await shop.getSession()) : null;
  return {
    ...initialPurchase,
    sale: valueOrNull(sale)?.item ?? null,
    isMissing,
    ...shopMailOf(valueOrNull(sale)?.meta),
    payment: valueOrNull(sale)?.meta.payment ?? null,
    line: valueOrNull(line),
    place: valueOrNull(place),
    user: session?.user ?? null,
    link: sale.ok || isMissing ? 'live' : 'lost',
  };
}

/** The code of a refusal, what the next page has to tell, or neither. */
export type FormOutcome = { refused: string | null; told: Told | null };

const done: FormOutcome = { refused: null, told: null };

/** Sends a form to the API. */
export async function submitForm(
  shop: PlainShop,
  { id, locale }: { id: string; locale: Locale },
  form: FormData,
): Promise<FormOutcome> {
  const field = (name: string) => String(form.get(name) ?? '').trim();
  const key = isId(field('key')) ? field('key') : undefined;
  const body = { flashSaleId: id };
  const account = { email: field('email'), password: String(form.get('password') ?? '') };
  if (field('do') === 'forgot') {
    const asked = await shop.askForPassword({ body: { email: account.email, locale } });
    return asked.ok ? { ...done, told: 'link' } : { ...done, refused: asked.refusal.code };
  }
  if (field('do') === 'choosePassword') {
    return choosePassword(shop, field('link'), account.password);
  }
  const answer = await send();
  if (!answer) {
    return done;
  }
  if (!answer.ok) {
    return { ...done, refused: answer.refusal.code };
  }
  return 'twoFactorRedirect' in answer.value ? { ...done, refused: 'SECOND_STEP' } : done;

  async function send() {
    switch (field('do')) {
      case 'join':
        return shop.buy({ body: { ...body, email: field('email') || undefined }, key });
      case 'confirm':
        return shop.confirm({ body: { ...body, contact: contactIn(field) }, key });
      case 'extend':
        return shop.extend({ body, key });
      case 'leave':
        return shop.leave({ body, key });
      case 'signIn':
        return shop.signIn({ body: account });
      case 'signUp':
        return shop.signUp({ body: { ...account, name: field('name') } });
      case 'signOut':
        return shop.signOut({});
      default:
        return null;
    }
  }
}

/** `link`: as the reader copied it out of the mail. Signs in with the new password, as the page with a script does. */
async function choosePassword(
  shop: PlainShop,
  link: string,
  password: string,
): Promise<FormOutcome> {
  const [, token = link] = /[#&]token=([\w-]+)/.exec(link) ?? [];
  const chosen = await shop.choosePassword({ body: { token, password } });
  if (chosen.ok) {
    await shop.signIn({ body: { email: chosen.value.email, password } });
    return { ...done, told: 'password' };
  }
  const { code, errors } = chosen.refusal;
  const isUnfit = errors.some(({ path }) => path === 'password');
  const isNoLink = errors.some(({ path }) => path === 'token');
  return isUnfit
    ? { ...done, told: 'unfit' }
    : { ...done, refused: isNoLink ? 'LINK_INVALID' : code };
}

/** The details of the form to pay; none where it has no such fields. */
function contactIn(field: (name: string) => string): ContactBody | undefined {
  if (field('line1') === '') {
    return undefined;
  }
  return {
    name: field('name'),
    address: {
      ...{ line1: field('line1'), line2: field('line2'), postcode: field('postcode') },
      ...{ city: field('city'), region: field('region'), country: field('country') },
    },
  };
}
