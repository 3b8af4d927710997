import type { CreateSaleBody, UpdateSaleBody } from '@flash/shared-types';
import { MINUTE_MS } from '@flash/shared-utils';
import type { DraftField, SaleDraft } from './draft.ts';
import { readWall } from './wall-time.ts';

/** What the API takes. What cannot be read goes out as something it refuses by the field's name. */
export function bodyOf(draft: SaleDraft): CreateSaleBody {
  const startsAt = startOf(draft);
  return {
    name: draft.name,
    description: draft.description,
    startsAt: isoOf(startsAt),
    endsAt: isoOf(endOf(draft)),
    lobbyOpensAt: isoOf(startsAt === null ? null : startsAt - lobbyMs(draft)),
    timeZone: draft.timeZone,
    startingQuantity: numberOf(draft.startingQuantity),
    pricePerUnit: draft.pricePerUnit.trim() === '' ? 0 : numberOf(draft.pricePerUnit),
    currency: draft.currency,
    identity: draft.identity,
    holdTtlSeconds: secondsOf(draft.holdMinutes),
    extensions: numberOf(draft.extensions),
    extensionSeconds: secondsOf(draft.extensionMinutes),
    fastPassPercent: numberOf(draft.fastPassPercent),
    placesPerNetwork: placesOf(draft.placesPerNetwork),
    holdsBeforeWait: numberOf(draft.holdsBeforeWait),
    honourHoldsAfterEnd: draft.honourHoldsAfterEnd,
  };
}

/** Which fields of the form each part of an edit is made of. */
const madeOf: Record<string, readonly DraftField[]> = {
  name: ['name'],
  description: ['description'],
  startsAt: ['startsAt', 'startsFold', 'timeZone'],
  endsAt: ['endsAt', 'endsFold', 'timeZone'],
  lobbyOpensAt: ['lobbyMinutes', 'startsAt', 'startsFold', 'timeZone'],
  timeZone: ['timeZone'],
  startingQuantity: ['startingQuantity'],
  pricePerUnit: ['pricePerUnit', 'currency'],
  currency: ['currency'],
  identity: ['identity'],
  holdTtlSeconds: ['holdMinutes'],
  extensions: ['extensions'],
  extensionSeconds: ['extensionMinutes'],
  fastPassPercent: ['fastPassPercent'],
  placesPerNetwork: ['placesPerNetwork'],
  holdsBeforeWait: ['holdsBeforeWait'],
  honourHoldsAfterEnd: ['honourHoldsAfterEnd'],
};

/** Only what was changed: what the form cannot show to the last digit stays as it is. */
export function editBody(base: SaleDraft, draft: SaleDraft): UpdateSaleBody {
  const changed = Object.entries(bodyOf(draft)).filter(([part]) =>
    madeOf[part]?.some((field) => base[field] !== draft[field]),
  );
  return Object.fromEntries(changed);
}

export const startOf = (draft: SaleDraft): number | null =>
  momentOf(draft.startsAt, draft.timeZone, draft.startsFold);

export const endOf = (draft: SaleDraft): number | null =>
  momentOf(draft.endsAt, draft.timeZone, draft.endsFold);

function momentOf(...wall: Parameters<typeof readWall>): number | null {
  const read = readWall(...wall);
  return read.kind === 'moment' ? read.at : null;
}

const placesOf = (text: string): number | 'auto' =>
  text.trim().toLowerCase() === 'auto' ? 'auto' : numberOf(text);
const lobbyMs = ({ lobbyMinutes }: SaleDraft) => Math.round(numberOf(lobbyMinutes) * MINUTE_MS);
const secondsOf = (minutes: string) => Math.round(numberOf(minutes) * 60);

/** `129,90` is how half of the world writes it; nothing at all is no number. */
export function numberOf(text: string): number {
  const plain = text.trim().replace(',', '.');
  return plain === '' ? Number.NaN : Number(plain);
}

function isoOf(at: number | null): string {
  const time = new Date(at ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
