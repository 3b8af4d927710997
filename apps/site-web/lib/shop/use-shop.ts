'use client';

import { type Answer, createShopApi, type ShopApi } from '@flash/client';
import { useSiteConfig } from '@flash/web';
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';

/** In the gallery, answers that were recorded take the place of the API. */
export const RecordedShop = createContext<ShopApi | null>(null);

/** The API of this shop, once its address is loaded. */
export function useShop(): ShopApi | null {
  const config = useSiteConfig();
  const recorded = useContext(RecordedShop);
  return useMemo(() => recorded ?? (config && createShopApi(config.apiUrl)), [recorded, config]);
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
