'use client';

import { loadSiteConfig } from '@flash/web';
import { useEffect, useState } from 'react';
import { createShopApi, type ShopApi } from './shop-api.ts';

const RETRY_MS = 3_000;

/** The API of this copy, once its address is known. */
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
