'use client';

import type { Role } from '@flash/shared-types';
import { Kbd, Modal, Switch } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef } from 'react';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { PAUSE_REQUESTED } from '../../lib/page-events.ts';
import { navItemsFor } from './navigation.ts';
import classes from './shell.module.css';

type ShortcutAction = { go: string } | 'palette' | 'search' | 'help' | 'pause';

interface Shortcut {
  keys: readonly string[];
  label: string;
  least: Role;
  action: ShortcutAction;
}

const items = navItemsFor('http://api.invalid').flatMap(({ key, label, href, least }) =>
  key ? [{ keys: ['g', key], label: `Go to ${label}`, least, action: { go: href } }] : [],
);

export const shortcuts: readonly Shortcut[] = [
  { keys: ['/'], label: 'Search in this list', least: 'viewer', action: 'search' },
  { keys: ['n'], label: 'New sale', least: 'operator', action: { go: addresses.newSale } },
  { keys: ['p'], label: 'Pause or resume the sale on screen', least: 'operator', action: 'pause' },
  ...items,
  {
    keys: ['g', 'm'],
    label: 'Go to my account',
    least: 'viewer',
    action: { go: addresses.account },
  },
  { keys: ['?'], label: 'Show these shortcuts', least: 'viewer', action: 'help' },
];

type KeyStep = { pending: string | null; hit: Shortcut | null };

/** The meaning of a key after the key before it. */
export function stepWith(pending: string | null, key: string): KeyStep {
  const typed = pending === null ? [key] : [pending, key];
  const hit = shortcuts.find(({ keys }) => keys.join(' ') === typed.join(' ')) ?? null;
  if (hit) {
    return { pending: null, hit };
  }
  // A key that completes nothing may still start another shortcut.
  if (pending !== null) {
    return stepWith(null, key);
  }
  return {
    pending: shortcuts.some(({ keys }) => keys.length > 1 && keys[0] === key) ? key : null,
    hit,
  };
}

/** Time to press the second key of a sequence. */
const PENDING_MS = 2_000;

interface ShortcutsOptions {
  /** Single keys can disturb speech input, so they can be turned off. */
  isOn: boolean;
  onPalette: () => void;
  onHelp: () => void;
}

export function useShortcuts({ isOn, onPalette, onHelp }: ShortcutsOptions): void {
  const router = useRouter();
  const { may } = useMember();
  const pending = useRef<{ key: string; until: number } | null>(null);

  const act = (action: ShortcutAction) => {
    if (typeof action === 'object') {
      router.push(action.go);
    } else if (action === 'help') {
      onHelp();
    } else if (action === 'pause') {
      dispatchEvent(new CustomEvent(PAUSE_REQUESTED));
    } else if (action === 'palette' || !focusSearch()) {
      onPalette();
    }
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      // With two open dialogs, one Escape would close both.
      return hasDialog() ? undefined : onPalette();
    }
    if (!isOn || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) {
      return;
    }
    const before = pending.current;
    const known = before && before.until > event.timeStamp ? before.key : null;
    const step = stepWith(known, event.key);
    pending.current = step.pending
      ? { key: step.pending, until: event.timeStamp + PENDING_MS }
      : null;
    if (!step.hit || !may(step.hit.least)) {
      return;
    }
    event.preventDefault();
    act(step.hit.action);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

/** The user is typing, or a dialog is open. */
function isTaken({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
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

interface ShortcutsDialogProps {
  isOpen: boolean;
  onClose: () => void;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export function ShortcutsDialog({ isOpen, onClose, isOn, onChange }: ShortcutsDialogProps) {
  const { may } = useMember();
  const known = [
    { keys: ['Ctrl', 'K'], label: 'Find a sale, a page or an action' },
    ...shortcuts.filter(({ least }) => may(least)),
  ];
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Keyboard shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <dl className={classes.shortcuts}>
        {known.map(({ keys, label }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        mt="md"
        label="Single-key shortcuts"
        description="They never act while you type. Ctrl K (⌘ K) works either way."
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Modal>
  );
}
