import type { Role } from '@flash/shared-types';
import { addresses } from '../../lib/addresses.ts';
import { placesFor } from './places.ts';

export type ShortcutDeed = { go: string } | 'palette' | 'search' | 'help' | 'pause';

/** Sent to the page of a sale, which knows what there is to pause. */
export const PAUSE_ASKED = 'pause-asked';

export interface Shortcut {
  keys: readonly string[];
  label: string;
  least: Role;
  deed: ShortcutDeed;
}

const places = placesFor('http://api.invalid').flatMap(({ key, label, href, least }) =>
  key ? [{ keys: ['g', key], label: `Go to ${label}`, least, deed: { go: href } }] : [],
);

export const shortcuts: readonly Shortcut[] = [
  { keys: ['/'], label: 'Search in this list', least: 'viewer', deed: 'search' },
  { keys: ['n'], label: 'New sale', least: 'operator', deed: { go: addresses.newSale } },
  { keys: ['p'], label: 'Pause or resume the sale on screen', least: 'operator', deed: 'pause' },
  ...places,
  { keys: ['g', 'm'], label: 'Go to my account', least: 'viewer', deed: { go: addresses.account } },
  { keys: ['?'], label: 'Show these shortcuts', least: 'viewer', deed: 'help' },
];

export type KeyStep = { pending: string | null; hit: Shortcut | null };

/** What a key means after the one before it. */
export function stepWith(pending: string | null, key: string): KeyStep {
  const typed = pending === null ? [key] : [pending, key];
  const hit = shortcuts.find(({ keys }) => keys.join(' ') === typed.join(' ')) ?? null;
  if (hit) return { pending: null, hit };
  // What leads nowhere may still be the beginning of something else.
  if (pending !== null) return stepWith(null, key);
  return {
    pending: shortcuts.some(({ keys }) => keys.length > 1 && keys[0] === key) ? key : null,
    hit,
  };
}
