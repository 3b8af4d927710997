import { joinSale, sees } from '../buyer-page.ts';
import { makeSale } from '../shop.ts';
import { expect, test } from '../test.ts';

for (const minutes of [10, -10]) {
  test(`a clock that is ${minutes} min off shows the true time left`, async ({ page }) => {
    await page.addInitScript((offMs) => {
      const RealDate = Date;
      globalThis.Date = class extends RealDate {
        constructor(...args: unknown[]) {
          if (args.length > 0) super(...(args as [number]));
          else super(RealDate.now() + offMs);
        }
        static override now() {
          return RealDate.now() + offMs;
        }
      } as DateConstructor;
    }, minutes * 60_000);
    await joinSale(page, await makeSale({ holdTtlSeconds: 900 }));
    await sees(page, 'held');
    await expect(page.getByRole('timer')).toHaveText(/14:[45]\d/);
  });
}
