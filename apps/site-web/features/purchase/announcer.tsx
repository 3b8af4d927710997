'use client';

import { type ServerClock, useTicking } from '@flash/web';
import { useEffect, useRef, useState } from 'react';
import { announceChange, announceTimeLeft } from './announce.ts';
import type { Purchase } from './purchase.ts';

/** Speaks milestones to screen readers, and nothing in between. */
export function Announcer({ purchase, clock }: { purchase: Purchase; clock: ServerClock }) {
  const [text, setText] = useState('');
  const before = useRef(purchase);
  const now = useTicking(clock.now, 1_000);
  const beforeMs = useRef<number | null>(null);

  useEffect(() => {
    const words = announceChange(before.current, purchase);
    before.current = purchase;
    if (words) setText(words);
  }, [purchase]);

  const untilMs = purchase.place?.state === 'held' ? Date.parse(purchase.place.expiresAt) : null;
  useEffect(() => {
    const leftMs = untilMs === null || now === null ? null : untilMs - now;
    const words =
      leftMs !== null && beforeMs.current !== null
        ? announceTimeLeft(beforeMs.current, leftMs)
        : null;
    beforeMs.current = leftMs;
    if (words) setText(words);
  }, [now, untilMs]);

  return (
    <p role="status" aria-atomic="true" className="visually-hidden">
      {text}
    </p>
  );
}
