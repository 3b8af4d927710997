'use client';

import { createStore } from '@flash/client';
import { useDocumentVisibility } from '@mantine/hooks';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useMember } from '../../lib/member.ts';
import { type Console, emptyConsole, reduceConsole } from './console.ts';
import { createFeed } from './feed.ts';

const DRAW_EVERY_MS = 250;
/** A hidden tab closes its stream, because a browser allows only six connections per server. */
const DISCONNECT_AFTER_MS = 30_000;

/** The live state of one sale. */
export function useConsole(saleId: string): Console {
  const { team } = useMember();
  const { store, feed, subscribe } = useMemo(() => {
    const store = createStore(reduceConsole, emptyConsole);
    const path = `/orders/admin/queue/${encodeURIComponent(saleId)}/stream`;
    const params = { flashSaleId: saleId };
    const feed = createFeed({
      open: () => new EventSource(new URL(path, team.base), { withCredentials: true }),
      poll: (signal) => team.queueOverviewOf({ params, signal }),
      send: store.send,
    });
    return { store, feed, subscribe: throttled(store.subscribe, DRAW_EVERY_MS) };
  }, [team, saleId]);
  const isInUse = useIsTabInUse();

  useEffect(() => {
    if (!isInUse) {
      return store.send({ type: 'channel', channel: 'paused' });
    }
    feed.start();
    return feed.stop;
  }, [feed, store, isInUse]);
  return useSyncExternalStore(subscribe, store.get, store.get);
}

function useIsTabInUse(): boolean {
  const isVisible = useDocumentVisibility() === 'visible';
  const [isInUse, setInUse] = useState(true);
  useEffect(() => {
    if (isVisible) {
      return setInUse(true);
    }
    const timer = setTimeout(() => setInUse(false), DISCONNECT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isVisible]);
  return isInUse;
}

type Subscribe = (listener: () => void) => () => void;

/**
 * Limits how often a listener is called: at once for the first change, then at most once per
 * interval, and always once more after the last change.
 */
export function throttled(subscribe: Subscribe, intervalMs: number): Subscribe {
  return (listener) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isPending = false;
    const onInterval = () => {
      timer = null;
      if (isPending) {
        notify();
      }
    };
    const notify = () => {
      isPending = false;
      timer = setTimeout(onInterval, intervalMs);
      listener();
    };
    const unsubscribe = subscribe(() => {
      if (timer) {
        isPending = true;
      } else {
        notify();
      }
    });
    return () => {
      unsubscribe();
      if (timer) {
        clearTimeout(timer);
      }
    };
  };
}
