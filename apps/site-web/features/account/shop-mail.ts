import type { Answer, ShopApi } from '@flash/client';

export interface ShopMail {
  isSent: boolean;
  /** It stays on the team's site and reaches no buyer. */
  isKept: boolean;
}

/** What this shop does with mail; the answer about a sale says so, also where there is none. */
export async function askMail(shop: ShopApi): Promise<Answer<ShopMail>> {
  const answer = await shop.publicSale({ query: {} });
  if (!answer.ok) {
    return answer;
  }
  const { mail, mailKept } = answer.value.meta;
  return { ...answer, value: { isSent: mail, isKept: mailKept === true } };
}
