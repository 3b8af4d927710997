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
  return {
    ...nothingYet,
    sale: given(sale)?.item ?? null,
    isMissing,
    line: given(line),
    place: given(place),
    // Whether somebody is signed in is for the API to say when they join.
    user: { id: '-', email: '', name: '' },
    link: sale.ok || isMissing ? 'live' : 'lost',
  };
}
