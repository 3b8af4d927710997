import type { CreateSaleBody } from '@flash/shared-types';

/** The form as text, exactly as its fields hold it. */
export interface SaleDraft {
  name: string;
  description: string;
  startsAt: string;
  endsAt: string;
  lobbyMinutes: string;
  startingQuantity: string;
  pricePerUnit: string;
  currency: string;
  identity: 'account' | 'guest';
  holdMinutes: string;
  fastPassPercent: string;
}

const MINUTE_MS = 60_000;

/** Starts soon and lasts an hour: what somebody who tries it out wants, and others change anyway. */
export function newDraft(nowMs: number): SaleDraft {
  const startsAt = Math.ceil((nowMs + 5 * MINUTE_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  return {
    name: '',
    description: '',
    startsAt: localText(startsAt),
    endsAt: localText(startsAt + 60 * MINUTE_MS),
    lobbyMinutes: '30',
    startingQuantity: '100',
    pricePerUnit: '0',
    currency: 'EUR',
    identity: 'account',
    holdMinutes: '15',
    fastPassPercent: '1',
  };
}

/** What the API takes. Faults are the API's to find: it knows the rules and names the fields. */
export function bodyOf(draft: SaleDraft, timeZone: string): CreateSaleBody {
  const startsAt = new Date(draft.startsAt);
  return {
    name: draft.name,
    description: draft.description,
    startsAt: isoOf(startsAt),
    endsAt: isoOf(new Date(draft.endsAt)),
    lobbyOpensAt: isoOf(new Date(startsAt.getTime() - numberOf(draft.lobbyMinutes) * MINUTE_MS)),
    timeZone,
    startingQuantity: numberOf(draft.startingQuantity),
    pricePerUnit: numberOf(draft.pricePerUnit),
    currency: draft.currency.trim().toUpperCase(),
    identity: draft.identity,
    holdTtlSeconds: Math.round(numberOf(draft.holdMinutes) * 60),
    fastPassPercent: numberOf(draft.fastPassPercent),
  };
}

const numberOf = (text: string) => Number(text.trim().replace(',', '.'));

/** An unreadable time goes out as it is, so that the API's refusal names the field. */
const isoOf = (time: Date) => (Number.isNaN(time.getTime()) ? '' : time.toISOString());

/** For `datetime-local`, which speaks of the reader's wall clock. */
function localText(at: number): string {
  const time = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}
