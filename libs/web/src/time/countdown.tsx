'use client';

import { formatCountdown } from '@flash/shared-utils';
import { useEffect, useRef, useState } from 'react';

interface CountdownProps {
  untilMs: number;
  nowMs: number | null;
  label: string;
  className?: string;
}

/** Not announced by screen readers (role timer); pages announce milestones in their own region. */
export function Countdown({ untilMs, nowMs, label, className = 'countdown' }: CountdownProps) {
  return (
    <span role="timer" aria-label={label} className={className}>
      {nowMs === null ? '–:––' : formatCountdown(untilMs - nowMs)}
    </span>
  );
}

/**
 * `now()` again and again; null until the page runs in a browser, so that no server-rendered text
 * depends on the moment at which it was made. `pauseMs` may depend on what was just read: a countdown
 * is due exactly when its text changes.
 */
export function useTicking<Value>(
  now: () => Value,
  pauseMs: number | ((value: Value) => number) = 500,
): Value | null {
  const [value, setValue] = useState<Value | null>(null);
  const pause = useRef(pauseMs);
  pause.current = pauseMs;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      clearTimeout(timer);
      const read = now();
      setValue(() => read);
      const ms = typeof pause.current === 'number' ? pause.current : pause.current(read);
      timer = setTimeout(tick, ms);
    };
    tick();
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [now]);
  return value;
}
