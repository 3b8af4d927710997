import type { AdminSale } from '@flash/shared-types';
import type { SalePart } from '../../lib/addresses.ts';
import { labelOf } from './parts.ts';

/** What a tab of the browser shows: with several sales open, the right one, and that it is paused. */
export const titleOf = ({ name, phase }: Pick<AdminSale, 'name' | 'phase'>, part: SalePart) =>
  `${phase === 'paused' ? 'Paused · ' : ''}${name} · ${labelOf(part)} · Flash sale · Team`;
