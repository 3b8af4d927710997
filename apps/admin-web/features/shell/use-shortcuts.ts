'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useMember } from '../../lib/member.ts';
import { PAUSE_ASKED, type ShortcutDeed, stepWith } from './shortcuts.ts';

/** Time for the second key of two. */
const PENDING_MS = 2_000;

interface ShortcutsOptions {
  /** Single keys may be in the way of speech input: they can be switched off. */
  isOn: boolean;
  onPalette: () => void;
  onHelp: () => void;
}

export function useShortcuts({ isOn, onPalette, onHelp }: ShortcutsOptions): void {
  const router = useRouter();
  const { may } = useMember();
  const pending = useRef<{ key: string; until: number } | null>(null);

  const act = (deed: ShortcutDeed) => {
    if (typeof deed === 'object') router.push(deed.go);
    else if (deed === 'help') onHelp();
    else if (deed === 'pause') dispatchEvent(new CustomEvent(PAUSE_ASKED));
    else if (deed === 'palette' || !focusSearch()) onPalette();
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      // Two dialogs, one above the other, would both close at one Escape.
      return hasDialog() ? undefined : onPalette();
    }
    if (!isOn || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
    const before = pending.current;
    const known = before && before.until > event.timeStamp ? before.key : null;
    const step = stepWith(known, event.key);
    pending.current = step.pending
      ? { key: step.pending, until: event.timeStamp + PENDING_MS }
      : null;
    if (!step.hit || !may(step.hit.least)) return;
    event.preventDefault();
    act(step.hit.deed);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

/** The user types, or a dialog is open. */
function isTaken({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return hasDialog() || target.isContentEditable || target.matches('input, textarea, select');
}

const hasDialog = () =>
  document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
  field?.focus();
  field?.select();
  return field !== null;
}
