'use client';

import { type Answer, loadSiteConfig } from '@flash/web';
import { useCallback, useEffect, useState } from 'react';
import { createShopApi, type ShopApi } from './shop-api.ts';

const RETRY_MS = 3_000;

/** The API of this shop, once its address is loaded. */
export function useShop(): ShopApi | null {
  const [shop, setShop] = useState<ShopApi | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const load = () =>
      loadSiteConfig().then(
        ({ apiUrl }) => setShop(createShopApi(apiUrl)),
        () => {
          timer = setTimeout(load, RETRY_MS);
        },
      );
    void load();
    return () => clearTimeout(timer);
  }, []);
  return shop;
}

/** One answer of the shop (null until it arrives), and a function that asks again. */
export function useAnswer<Value>(
  ask: (shop: ShopApi) => Promise<Answer<Value>>,
): [Answer<Value> | null, () => Promise<void>, ShopApi | null] {
  const shop = useShop();
  const [answer, setAnswer] = useState<Answer<Value> | null>(null);
  const again = useCallback(async () => {
    if (shop) {
      setAnswer(await ask(shop));
    }
  }, [shop, ask]);
  useEffect(() => void again(), [again]);
  return [answer, again, shop];
}
