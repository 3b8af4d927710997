import type { Answer, ShopApi } from '@flash/client';

/** Whether this shop sends mail; the answer about a sale says so, also where there is none. */
export async function askHasMail(shop: ShopApi): Promise<Answer<boolean>> {
  const answer = await shop.publicSale({ query: {} });
  return answer.ok ? { ...answer, value: answer.value.meta.mail } : answer;
}
