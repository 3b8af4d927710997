'use client';

import { useEffect, useState } from 'react';

/**
 * `now()` again and again; null until the page runs in a browser, so that no server-rendered text
 * depends on the moment at which it was made.
 */
export function useTicking(now: () => number, everyMs = 500): number | null {
  const [value, setValue] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setValue(now());
    tick();
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [now, everyMs]);
  return value;
}
