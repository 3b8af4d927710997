'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useQuiet } from '../../lib/use-quiet.ts';
import { alertOf, announce, type Say, silent } from './announce.ts';
import type { Purchase } from './purchase.ts';

/** A word with a number of its own: said twice, it is heard twice. */
interface Words extends Say {
  count: number;
}

/**
 * Speaks milestones to screen readers, and nothing in between; both regions are there from load.
 * What was said of an earlier state is taken away with it: whoever reads along finds it, too.
 */
export function Announcer({ purchase, now }: { purchase: Purchase; now: number | null }) {
  const t = useTranslations('say');
  const [isQuiet] = useQuiet();
  const [status, setStatus] = useState<Words | null>(null);
  const [alert, setAlert] = useState<Words | null>(null);
  const count = useRef(0);
  const before = useRef(purchase);
  const spoken = useRef(silent);

  useEffect(() => {
    const result = announce({ ...spoken.current, isQuiet }, before.current, purchase, now);
    const interruption = alertOf(before.current, purchase);
    const isOver = before.current.place?.state !== purchase.place?.state;
    before.current = purchase;
    spoken.current = result.spoken;
    const say = (words: Say | null, into: (words: Words | null) => void) => {
      count.current += 1;
      if (words || isOver) into(words && { ...words, count: count.current });
    };
    say(result.say, setStatus);
    say(interruption, setAlert);
  }, [purchase, now, isQuiet]);

  return (
    <>
      <p role="status" aria-atomic="true" className="visually-hidden">
        {status && <span key={status.count}>{t(status.key, status.values)}</span>}
      </p>
      <p role="alert" aria-atomic="true" className="visually-hidden">
        {alert && <span key={alert.count}>{t(alert.key, alert.values)}</span>}
      </p>
    </>
  );
}
