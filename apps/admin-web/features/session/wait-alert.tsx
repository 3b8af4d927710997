'use client';

import type { Refusal } from '@flash/client';
import { Alert, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { RefusalAlert } from '../kit/forms.tsx';

/** Why a call was refused and, for a rate limit, how long to wait. */
export function WaitAlert({ refusal, leftMs }: { refusal: Refusal; leftMs: number }) {
  if (refusal.status !== 429) {
    return <RefusalAlert refusal={refusal} />;
  }
  const seconds = Math.ceil(leftMs / 1_000);
  return (
    <Alert color="yellow" title="Too many attempts" role="alert">
      <Text size="sm">Attempts are blocked for a short time.</Text>
      <Text size="sm" fw={650} className="numbers" aria-live="off">
        {seconds > 0 ? `Try again in ${seconds} s.` : 'You can try again now.'}
      </Text>
    </Alert>
  );
}

/** Milliseconds until a rate limit ends, by this machine's clock; 0 when retrying makes sense. */
export function useWait(refusal: Refusal | null): number {
  const [leftMs, setLeft] = useState(0);
  useEffect(() => {
    const until = performance.now() + (refusal?.status === 429 ? (refusal.retryAfterMs ?? 0) : 0);
    const tick = () => setLeft(Math.max(0, until - performance.now()));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [refusal]);
  return leftMs;
}
