'use client';

import type { Answer } from '@flash/web';
import { useCallback, useEffect, useState } from 'react';
import type { ShopApi } from './shop-api.ts';
import { useShop } from './use-shop.ts';

/** One answer of the shop, and a way to ask again; null until it came. */
export function useAnswer<Value>(
  ask: (shop: ShopApi) => Promise<Answer<Value>>,
): [Answer<Value> | null, () => Promise<void>, ShopApi | null] {
  const shop = useShop();
  const [answer, setAnswer] = useState<Answer<Value> | null>(null);
  const again = useCallback(async () => {
    if (shop) setAnswer(await ask(shop));
  }, [shop, ask]);
  useEffect(() => void again(), [again]);
  return [answer, again, shop];
}
