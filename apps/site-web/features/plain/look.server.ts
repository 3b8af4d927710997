import { nothingYet, type Purchase } from '../purchase/purchase.ts';
import { given, type PlainShop } from './shop.server.ts';

/** What is known of a sale and of the reader's place in it, all asked at once. */
export async function look(shop: PlainShop, id: string): Promise<Purchase> {
  const [sale, line, place] = await Promise.all([
    shop.publicSale({ query: { flashSaleId: id } }),
    shop.line({ params: { id } }),
    shop.position({ query: { flashSaleId: id } }),
  ]);
  const isMissing = sale.ok ? sale.value.item === null : sale.refusal.status === 404;
  const isForAccounts = given(sale)?.item?.identity === 'account';
  const session = isForAccounts ? given(await shop.getSession()) : null;
  return {
    ...nothingYet,
    sale: given(sale)?.item ?? null,
    isMissing,
    line: given(line),
    place: given(place),
    user: session?.user ?? null,
    link: sale.ok || isMissing ? 'live' : 'lost',
  };
}
