'use client';

import type { ServerClock } from '@flash/client';
import { learnTime } from '@flash/client';
import type { AnswerOf, Endpoints } from '@flash/shared-types';
import { useEffect, useState } from 'react';
import { siteClock } from '../../lib/shop/site-clock.ts';
import { useShop } from '../../lib/shop/use-shop.ts';

export type PublicSales = AnswerOf<Endpoints['publicSales']>;

const EVERY_MS = 5_000;

export interface Sales {
  sales: PublicSales | null;
  isLost: boolean;
  clock: ServerClock;
}

export function useSales(): Sales {
  const shop = useShop();
  const [sales, setSales] = useState<PublicSales | null>(null);
  const [isLost, setLost] = useState(false);

  useEffect(() => {
    if (!shop) {
      return;
    }
    let isGone = false;
    const load = async () => {
      if (document.visibilityState === 'hidden') {
        return;
      }
      if (siteClock.now() === null) {
        void learnTime(shop, siteClock);
      }
      const answer = await shop.publicSales();
      if (isGone) {
        return;
      }
      setLost(!answer.ok);
      if (!answer.ok) {
        return;
      }
      setSales(answer.value);
    };
    void load();
    const timer = setInterval(() => void load(), EVERY_MS);
    const wake = () => void load();
    document.addEventListener('visibilitychange', wake);
    return () => {
      isGone = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, [shop]);

  return { sales, isLost, clock: siteClock };
}
