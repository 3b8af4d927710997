'use client';

import { createStore } from '@flash/web';
import { useDocumentVisibility } from '@mantine/hooks';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useMember } from '../../lib/member.ts';
import { type Console, emptyConsole, reduceConsole } from './console.ts';
import { createFeed } from './feed.ts';
import { calmly } from './throttled.ts';

const DRAW_EVERY_MS = 250;
/** A hidden tab gives its connection back; a browser has only six to a server. */
const LEAVE_AFTER_MS = 30_000;

/** One sale as it is now. */
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
    return { store, feed, subscribe: calmly(store.subscribe, DRAW_EVERY_MS) };
  }, [team, saleId]);
  const isWatched = useIsWatched();

  useEffect(() => {
    if (!isWatched) {
      return store.send({ type: 'channel', channel: 'asleep' });
    }
    feed.start();
    return feed.stop;
  }, [feed, store, isWatched]);
  return useSyncExternalStore(subscribe, store.get, store.get);
}

function useIsWatched(): boolean {
  const isVisible = useDocumentVisibility() === 'visible';
  const [isWatched, setWatched] = useState(true);
  useEffect(() => {
    if (isVisible) {
      return setWatched(true);
    }
    const timer = setTimeout(() => setWatched(false), LEAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isVisible]);
  return isWatched;
}
