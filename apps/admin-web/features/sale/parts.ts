import type { AdminSale, Role } from '@flash/shared-types';
import type { SalePart } from '../../lib/addresses.ts';

/** The pages of a sale in the order of their tabs, and the least role that may see each. */
export const parts: readonly { part: SalePart; label: string; least: Role }[] = [
  { part: 'live', label: 'Live', least: 'viewer' },
  { part: 'line', label: 'Line', least: 'viewer' },
  { part: 'orders', label: 'Orders', least: 'support' },
  { part: 'analytics', label: 'Analytics', least: 'viewer' },
  { part: 'history', label: 'History', least: 'viewer' },
  { part: 'edit', label: 'Edit', least: 'operator' },
];

/** The full-screen view has no tab; a button on the live page opens it. */
const labelOf = (part: SalePart): string =>
  part === 'wall' ? 'Full screen' : (parts.find((known) => known.part === part)?.label ?? '');

/** The browser tab's title: the sale first, because tabs are narrow, and a pause before it. */
export const titleOf = ({ name, phase }: Pick<AdminSale, 'name' | 'phase'>, part: SalePart) =>
  `${phase === 'paused' ? 'Paused · ' : ''}${name} · ${labelOf(part)} · Flash sale · Team`;
