// API=https://api.shop.example SALE=… EMAIL=… node buy.mjs: joins, waits for the turn and pays.
import { createBuyer } from '@flash/client';

const { API, SALE, EMAIL } = process.env;
const buyer = createBuyer({ api: API, saleId: SALE });
buyer.start();
await buyer.join(EMAIL);

const over = new Set(['expired', 'removed', 'sold_out', 'ended', 'missing']);
const end = await new Promise((resolve) => {
  buyer.subscribe((state) => {
    console.log(state.step, state.position ?? '', state.timeLeft ?? '');
    if (state.step === 'held' || over.has(state.step)) {
      resolve(state);
    }
  });
});
const paid = end.step === 'held' ? await buyer.pay({ contact: { name: 'Ada Lovelace' } }) : end;
console.log(paid.step, paid.orderId ?? paid.failure?.detail ?? '');
process.exit(paid.step === 'paid' ? 0 : 1);
