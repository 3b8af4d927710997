import { z } from 'zod';

export const saleStatus = z.enum(['draft', 'OnSchedule', 'cancelled', 'ended', 'archived']);
export type SaleStatus = z.infer<typeof saleStatus>;

/** What the stored status and the clock together mean right now. */
export const salePhase = z.enum([
  'draft',
  'scheduled',
  'lobby',
  'open',
  'paused',
  'ended',
  'archived',
  'cancelled',
]);
export type SalePhase = z.infer<typeof salePhase>;

/** Phases that people look for together: a paused sale is still live. */
export const saleGroups = {
  live: ['open', 'paused'],
  upcoming: ['scheduled', 'lobby'],
  over: ['ended', 'cancelled'],
} as const satisfies Record<string, readonly SalePhase[]>;
export const saleGroup = z.enum(['live', 'upcoming', 'over']);
export type SaleGroup = z.infer<typeof saleGroup>;

export interface PhaseInput {
  status: SaleStatus;
  paused: boolean;
  lobbyOpensAt: number;
  startsAt: number;
  endsAt: number;
}

export function phaseOf(sale: PhaseInput, now: number): SalePhase {
  if (sale.status !== 'OnSchedule') {
    return sale.status;
  }
  if (now >= sale.endsAt) {
    return 'ended';
  }
  if (now >= sale.startsAt) {
    return sale.paused ? 'paused' : 'open';
  }
  return now >= sale.lobbyOpensAt ? 'lobby' : 'scheduled';
}

/** The coarse word that the public sale answers with. */
export const publicStatus = z.enum(['upcoming', 'ongoing', 'ended', 'not_found']);
export type PublicStatus = z.infer<typeof publicStatus>;

export function publicStatusOf(phase: SalePhase): PublicStatus {
  switch (phase) {
    case 'draft':
      return 'not_found';
    case 'scheduled':
    case 'lobby':
      return 'upcoming';
    case 'open':
    case 'paused':
      return 'ongoing';
    case 'ended':
    case 'archived':
    case 'cancelled':
      return 'ended';
  }
}
