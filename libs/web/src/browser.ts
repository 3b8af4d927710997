'use client';
import type { Store } from '@flash/client';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { SiteConfig } from './site-config.ts';

const RETRY_MS = 3_000;

/** The settings of this site; null until they are loaded. */
export function useSiteConfig(): SiteConfig | null {
  const [config, setConfig] = useState<SiteConfig | null>(null);
  useEffect(() => {
    let isMounted = true;
    const show = (loaded: SiteConfig) => isMounted && setConfig(loaded);
    void loadSiteConfig().then(show);
    return () => {
      isMounted = false;
    };
  }, []);
  return config;
}

let loading: Promise<SiteConfig> | null = null;

/** Loads once per page, and tries again until it succeeds: without settings no call is possible. */
export function loadSiteConfig(): Promise<SiteConfig> {
  loading ??= fetchUntilLoaded();
  return loading;
}

async function fetchUntilLoaded(): Promise<SiteConfig> {
  for (;;) {
    try {
      // Without options, so that the answer that the page preloaded is used.
      const response = await fetch('/config.json');
      if (!response.ok) {
        throw new Error(`status ${response.status}`);
      }
      return (await response.json()) as SiteConfig;
    } catch (error) {
      console.warn('Loading /config.json failed; trying again in 3 s.', error);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

export function useStore<State, Event>(store: Store<State, Event>): State {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
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

/** Saves data of this page as a file, as a download from a server would. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
