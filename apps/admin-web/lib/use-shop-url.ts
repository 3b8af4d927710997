'use client';

import { loadSiteConfig } from '@flash/web';
import { useEffect, useState } from 'react';

/** Null until the address is known; links to the shop wait for it. */
export function useShopUrl(): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    loadSiteConfig().then(
      ({ shopUrl }) => {
        if (!isGone) setUrl(shopUrl ?? null);
      },
      // The shell asks for the same file again until it comes; a page without this link still works.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, []);
  return url;
}
