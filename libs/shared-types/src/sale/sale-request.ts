import { isCurrency, toMinor } from '@flash/shared-utils';
import { z } from 'zod';
import { id, line, paragraph, quantity, reason, time, timeZone } from '../scalars.ts';
import { saleStatus } from './phase.ts';
import { saleBounds, saleTerms } from './sale-terms.ts';

export const DEFAULT_CURRENCY = 'EUR';

export const identity = z.enum(['guest', 'account']);
export const currency = z.string().refine(isCurrency, 'must be an ISO 4217 code');

const fields = {
  name: line(200).min(1),
  description: paragraph(5_000).nullish(),
  productId: z.union([id, z.literal('')]).nullish(),
  startsAt: time,
  endsAt: time,
  lobbyOpensAt: time.nullish(),
  timeZone: timeZone.optional(),
  startingQuantity: quantity,
  currentQuantity: z
    .unknown()
    .optional()
    .meta({ description: 'Ignored: it follows from the orders.' }),
  /** Major units, with at most the currency's decimals. */
  pricePerUnit: z
    .number()
    .min(saleBounds.pricePerUnit.min)
    .max(saleBounds.pricePerUnit.max)
    .nullish(),
  currency: currency.optional(),
  identity: identity.optional(),
  ...saleTerms.partial().shape,
  draft: z.boolean().optional(),
};

/** What an operator may leave out gets the sale's defaults in the service, not here. */
export const createSaleBody = z
  .object({ ...fields, status: z.enum(['OnSchedule', 'cancelled']).optional() })
  .superRefine(checkTogether);
export type CreateSaleBody = z.infer<typeof createSaleBody>;

/** Clients send back what they read, so every status is taken; the service refuses what cannot be. */
export const updateSaleBody = z
  .object({ ...fields, status: saleStatus.optional() })
  .partial()
  .extend({ reason: reason.optional().meta({ description: 'Kept in the audit log.' }) })
  .superRefine(checkTogether);
export type UpdateSaleBody = z.infer<typeof updateSaleBody>;

interface Together {
  startsAt?: string | undefined;
  endsAt?: string | undefined;
  lobbyOpensAt?: string | null | undefined;
  pricePerUnit?: number | null | undefined;
  currency?: string | undefined;
}

/** Rules that need two fields; an edit that sends one of them is judged again on the whole sale. */
function checkTogether(sale: Together, context: z.RefinementCtx): void {
  for (const fault of saleTimeFaults(sale)) {
    const { path, message } = saleTimeErrors[fault];
    context.addIssue({ code: 'custom', path: [path], message });
  }
  const decimalsOf = sale.currency ?? DEFAULT_CURRENCY;
  if (sale.pricePerUnit != null && toMinor(sale.pricePerUnit, decimalsOf) === null) {
    const message = `has more decimals than ${decimalsOf} has`;
    context.addIssue({ code: 'custom', path: ['pricePerUnit'], message });
  }
}

export interface SaleTimes {
  startsAt?: string | undefined;
  endsAt?: string | undefined;
  lobbyOpensAt?: string | null | undefined;
}

export type SaleTimeFault = 'endBeforeStart' | 'endInPast' | 'lobbyAfterStart';

/** As the API answers them. */
export const saleTimeErrors: Record<SaleTimeFault, { path: keyof SaleTimes; message: string }> = {
  endBeforeStart: { path: 'endsAt', message: 'must be later than startsAt' },
  endInPast: { path: 'endsAt', message: 'must be in the future' },
  lobbyAfterStart: { path: 'lobbyOpensAt', message: 'must not be later than startsAt' },
};

/** For the API with its clock, and for the form before it is sent. */
export function saleTimeFaults(sale: SaleTimes, now?: number): SaleTimeFault[] {
  const faults: SaleTimeFault[] = [];
  const [starts, ends, lobby] = [sale.startsAt, sale.endsAt, sale.lobbyOpensAt].map((at) =>
    at == null ? null : Date.parse(at),
  );
  if (starts != null && ends != null && ends <= starts) {
    faults.push('endBeforeStart');
  }
  if (now !== undefined && ends != null && ends <= now) {
    faults.push('endInPast');
  }
  if (starts != null && lobby != null && lobby > starts) {
    faults.push('lobbyAfterStart');
  }
  return faults;
}
