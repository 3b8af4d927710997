'use client';

import type { Refusal, ShopApi } from '@flash/client';
import { createMemory } from '@flash/client';
import type { DeviceCodeState } from '@flash/shared-types';
import { useCallback, useEffect, useState } from 'react';

const kept = createMemory(() => localStorage);
const nameOf = (saleId: string) => `flash.code.${saleId}`;

/** How often a page that made a code asks whether it was used. */
const ASK_EVERY_MS = 20_000;

export interface DeviceCode {
  /** The newest code that this page made; it is shown once. */
  code: string | null;
  state: DeviceCodeState | null;
  refusal: Refusal | null;
  isBusy: boolean;
  make(): Promise<void>;
  /** The reader has seen that the code was used. */
  dismiss(): void;
}

/**
 * The code that opens the guest's place on another device. A browser that made one asks whether it was
 * used, also after a reload; others ask nothing.
 */
export function useDeviceCode(shop: ShopApi | null, saleId: string): DeviceCode {
  const [code, setCode] = useState<string | null>(null);
  const [state, setState] = useState<DeviceCodeState | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isWatched, setWatched] = useState(false);

  useEffect(() => setWatched(saleId !== '' && kept.get(nameOf(saleId)) !== null), [saleId]);

  const isUsed = state?.state === 'used';
  useEffect(() => {
    if (!shop || !isWatched || isUsed) {
      return;
    }
    const ask = async () => {
      const answer = await shop.deviceCode({ query: { flashSaleId: saleId } });
      if (answer.ok) {
        setState(answer.value);
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [shop, saleId, isWatched, isUsed]);

  const make = useCallback(async () => {
    if (!shop) {
      return;
    }
    setBusy(true);
    const answer = await shop.makeDeviceCode({ body: { flashSaleId: saleId } });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) {
      kept.set(nameOf(saleId), '1');
      setCode(answer.value.code);
      setState({ ...answer.value, state: 'open', usedAt: null });
      setWatched(true);
    }
  }, [shop, saleId]);

  const dismiss = useCallback(() => {
    kept.drop(nameOf(saleId));
    setCode(null);
    setState(null);
    setWatched(false);
  }, [saleId]);

  return { code, state, refusal, isBusy, make, dismiss };
}
