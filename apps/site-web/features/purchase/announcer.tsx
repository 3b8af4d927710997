'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useQuiet } from '../../lib/use-quiet.ts';
import { alertOf, announce, type Say, silent } from './announce.ts';
import type { Purchase } from './purchase.ts';

/** Speaks milestones to screen readers, and nothing in between; both regions are there from load. */
export function Announcer({ purchase, now }: { purchase: Purchase; now: number | null }) {
  const t = useTranslations('say');
  const [isQuiet] = useQuiet();
  const [status, setStatus] = useState<Say | null>(null);
  const [alert, setAlert] = useState<Say | null>(null);
  const before = useRef(purchase);
  const spoken = useRef(silent);

  useEffect(() => {
    const result = announce({ ...spoken.current, isQuiet }, before.current, purchase, now ?? 0);
    const interruption = alertOf(before.current, purchase);
    before.current = purchase;
    spoken.current = result.spoken;
    if (result.say) setStatus(result.say);
    if (interruption) setAlert(interruption);
  }, [purchase, now, isQuiet]);

  return (
    <>
      <p role="status" aria-atomic="true" className="visually-hidden">
        {status && t(status.key, status.values)}
      </p>
      <p role="alert" aria-atomic="true" className="visually-hidden">
        {alert && t(alert.key, alert.values)}
      </p>
    </>
  );
}
