import { type Answer, type ShopApi, type ShopMail, shopMailOf } from '@flash/client';

/** What this shop does with mail; the answer about a sale says so, also where there is none. */
export async function askMail(shop: ShopApi): Promise<Answer<ShopMail>> {
  const answer = await shop.publicSale({ query: {} });
  return answer.ok ? { ...answer, value: shopMailOf(answer.value.meta) } : answer;
}
