import type { QueueNetwork } from '@flash/shared-types';
import { formatCount } from '@flash/web';

/** A network is known by a digest only; its beginning is enough to tell two of them apart. */
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

export const placesWords = (places: number): string =>
  `${formatCount(places)} ${places === 1 ? 'place' : 'places'}`;
