import type { QueueMember } from '@flash/shared-types';

/** A person as the team may know them: an account by name, a guest by a short id. */
export const nameOf = ({ kind, name, buyer }: QueueMember): string =>
  kind === 'account' ? (name ?? 'Account without a name') : `Guest ${buyer.slice(0, 6)}`;

const states: Record<QueueMember['state'], string> = {
  none: 'Not in this sale',
  upcoming: 'In line before the start',
  waiting: 'Waiting',
  paused: 'Waiting (paused)',
  held: 'Holds a unit',
  claimed: 'Paying',
  sold: 'Bought',
  expired: 'Hold expired',
  removed: 'Removed',
  sold_out: 'Sold out',
  ended: 'Ended',
};

export const stateWords = (state: QueueMember['state']): string => states[state];

/** Only a hold can be taken back, only a person who waits or holds can be removed. */
export const canRelease = ({ state }: QueueMember): boolean => state === 'held';
export const canRemove = ({ state }: QueueMember): boolean =>
  ['upcoming', 'waiting', 'paused', 'held', 'expired'].includes(state);
