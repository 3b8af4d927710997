import type { QueueMember, QueueNetwork } from '@flash/shared-types';
import { placesWords } from '../kit/format.ts';

/** How the team sees a buyer: an account by name, a guest by a short id. */
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

/** Only a hold can be released; only a buyer who waits or holds a unit can be removed. */
export const canRelease = ({ state }: QueueMember): boolean => state === 'held';
export const canRemove = ({ state }: QueueMember): boolean =>
  ['upcoming', 'waiting', 'paused', 'held', 'expired'].includes(state);

/** A network is stored as a digest; its first characters are enough to tell networks apart. */
export const networkWords = (network: string): string =>
  network
    .split('.')
    .map((digest) => digest.slice(0, 6))
    .join(' / ');

const kinds: Record<QueueNetwork['kind'], string> = {
  address: 'IPv4 address',
  '/48': 'IPv6 network (/48)',
  '/64': 'IPv6 network (/64)',
};

export const networkOption = ({ network, kind, places }: QueueNetwork) => ({
  value: network,
  label: `${networkWords(network)} · ${kinds[kind]} · ${placesWords(places)}`,
});
