import { type AccountMailKind, accountMailKinds, type Database, type Mail } from '@flash/database';
import { accountMailKey, seal, unseal } from '@flash/shared-config';
import { z } from 'zod';
import { accountTextOf } from './account-texts.ts';
import type { Composed } from './compose.ts';
import { mailLocaleOf } from './texts.ts';

interface AccountComposeDeps {
  db: Pick<Database, 'accountLinks'>;
  siteUrl: string;
  secrets: readonly string[];
  locale: string;
  keepsLinks: boolean;
}

const sealedLink = z.object({ token: z.string(), address: z.string() });

/** Where the shop takes the token: in the fragment, which a browser sends to no server. */
const pages: Record<AccountMailKind, string> = { password: 'password', address: 'account' };

/** What an account is told. A link that was used, replaced or ran out meanwhile is not sent. */
export async function composeAccountMail(
  { db, siteUrl, secrets, locale: usual, keepsLinks }: AccountComposeDeps,
  mail: Mail,
  now: number,
): Promise<Composed> {
  const kind = accountMailKinds.find((one) => one === mail.kind);
  if (kind === undefined) {
    return { kind: 'skip', why: 'it names no sale' };
  }
  const link = await db.accountLinks.of(mail.buyer, kind);
  if (link?.at !== mail.at) {
    return { kind: 'skip', why: 'the link was used, or a newer one was asked for' };
  }
  if (link.expiresAt <= now) {
    return { kind: 'skip', why: 'the link has run out' };
  }
  const [secret = ''] = secrets;
  const opened = secrets
    .map((one) => unseal(accountMailKey(one), link.sealed, `${mail.buyer}:${kind}`))
    .find((text) => text !== null);
  if (opened == null) {
    return { kind: 'skip', why: 'the address cannot be read' };
  }
  const { token, address } = sealedLink.parse(JSON.parse(opened));
  const locale = mailLocaleOf(mail.locale ?? usual);
  const shop = new URL(siteUrl).host;
  const page = `${siteUrl}/${locale}/${pages[kind]}`;
  const words = accountTextOf(kind, locale, { shop, link: `${page}#token=${token}` });
  const kept = keepsLinks ? words : accountTextOf(kind, locale, { shop, link: page });
  return {
    ...{ kind: 'message', ...words, address, to: null, locale, timeZone: null },
    sealed: seal(accountMailKey(secret), JSON.stringify(kept), mail.id),
  };
}
