import { z } from 'zod';
import { country } from './country.ts';
import type { SalePhase } from './phase.ts';

/** Lowest and highest value of each number that an operator may set for a sale. */
export const saleBounds = {
  startingQuantity: { min: 1, max: 10_000_000 },
  pricePerUnit: { min: 0, max: 1_000_000_000 },
  holdTtlSeconds: { min: 5, max: 86_400 },
  fastPassPercent: { min: 0, max: 100 },
  extensions: { min: 0, max: 100 },
  extensionSeconds: { min: 1, max: 86_400 },
  placesPerNetwork: { min: 0, max: 10_000_000 },
  holdsBeforeWait: { min: 0, max: 1_000 },
} as const satisfies Record<string, { min: number; max: number }>;

const whole = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max);

/**
 * The terms of a sale: plain values that decide how it is served. A term is defined here; requests,
 * answers, the stored document, the defaults and the form's bounds follow from this list.
 */
export const saleTerms = z.object({
  holdTtlSeconds: whole(saleBounds.holdTtlSeconds),
  fastPassPercent: z
    .number()
    .min(saleBounds.fastPassPercent.min)
    .max(saleBounds.fastPassPercent.max),
  extensions: whole(saleBounds.extensions),
  extensionSeconds: whole(saleBounds.extensionSeconds),
  honourHoldsAfterEnd: z.boolean(),
  placesPerNetwork: z.union([z.literal('auto'), whole(saleBounds.placesPerNetwork)]).meta({
    description:
      'Places at once of one IPv4 address or IPv6 /64; four times as many for a /48. ' +
      '`auto`: 2 % of the stock and at least 20. 0: no limit.',
  }),
  holdsBeforeWait: whole(saleBounds.holdsBeforeWait).meta({
    description:
      'Reservations that a buyer may leave or let run out before having to wait: as long as a ' +
      'reservation lasts, then twice as long each time, up to eight times. 0: never.',
  }),
  needsDeliveryAddress: z.boolean().meta({
    description: 'Nothing is bought here without an address to deliver it to.',
  }),
  deliveryCountries: z
    .array(country)
    .max(250)
    .overwrite((codes) => [...new Set(codes)].sort())
    .meta({
      description: 'ISO 3166-1 alpha-2 codes of the countries it is delivered to. Empty: all.',
    }),
});
export type SaleTerms = z.infer<typeof saleTerms>;
export type SaleTerm = keyof SaleTerms;

export const saleTermNames = saleTerms.keyof().options;

/** Terms that only the team sees. */
const teamTerms = { fastPassPercent: true, placesPerNetwork: true, holdsBeforeWait: true } as const;
export const buyerTerms = saleTerms.omit(teamTerms);
export const termsForTeam = saleTerms.pick(teamTerms);
const buyerTermNames = buyerTerms.keyof().options;

/** Without what is about the order alone: the line is served by the others. */
const lineTerms = saleTerms.omit({ needsDeliveryAddress: true, deliveryCountries: true });
export type LineTerms = z.infer<typeof lineTerms>;
const lineTermNames = lineTerms.keyof().options;

/** What a new sale gets where neither its maker nor the API's environment says something else. */
export const defaultTerms: Readonly<SaleTerms> = {
  holdTtlSeconds: 900,
  fastPassPercent: 1,
  extensions: 1,
  extensionSeconds: 300,
  honourHoldsAfterEnd: true,
  placesPerNetwork: 'auto',
  holdsBeforeWait: 2,
  needsDeliveryAddress: false,
  deliveryCountries: [],
};

/** How sales behave that were stored before the term existed. */
export const termsOfOldSales = {
  placesPerNetwork: 0,
  holdsBeforeWait: 0,
  needsDeliveryAddress: false,
  deliveryCountries: [] as string[],
} satisfies Partial<SaleTerms>;

/** The terms among these values; one that is absent or undefined stays away. */
export function termsIn(values: Partial<SaleTerms>): Partial<SaleTerms> {
  return pick(values, saleTermNames);
}

/** The terms of a whole sale. */
export function termsOf(sale: SaleTerms): SaleTerms {
  return pick(sale, saleTermNames) as SaleTerms;
}

export function lineTermsOf(sale: LineTerms): LineTerms {
  return pick(sale, lineTermNames) as LineTerms;
}

export function buyerTermsOf(sale: SaleTerms): z.infer<typeof buyerTerms> {
  return pick(sale, buyerTermNames) as SaleTerms;
}

function pick(values: Partial<SaleTerms>, names: readonly SaleTerm[]): Partial<SaleTerms> {
  const known = names.filter((name) => values[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, values[name]]));
}

const fixedOnceJoined = ['identity', 'currency'] as const;
const fixedOnceStarted = ['pricePerUnit', 'startsAt', 'lobbyOpensAt'] as const;
export type FixedField = (typeof fixedOnceJoined | typeof fixedOnceStarted)[number];

/** What can no longer change because people joined, or because the sale started, under these terms. */
export function fixedFields(at: { phase: SalePhase; joined: boolean }): {
  byJoining: readonly FixedField[];
  byStarting: readonly FixedField[];
} {
  const started = at.phase === 'open' || at.phase === 'paused' || at.phase === 'ended';
  return {
    byJoining: at.joined || started ? fixedOnceJoined : [],
    byStarting: started ? fixedOnceStarted : [],
  };
}

/** `GET /flash-sales/defaults`: what a new sale gets where its maker says nothing, and what is allowed. */
export const saleDefaultsAnswer = z.object({
  terms: saleTerms,
  currency: z.string(),
  bounds: z.record(z.string(), z.object({ min: z.number(), max: z.number() })),
});
export type SaleDefaults = z.infer<typeof saleDefaultsAnswer>;
