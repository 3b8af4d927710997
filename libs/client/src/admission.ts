import { createHttp } from './api/http.ts';
import { createShopApi } from './api/shop-api.ts';
import { withTicket } from './api/ticket-fetch.ts';
import { monotonicNow } from './server-clock.ts';

export interface AdmissionQuestion {
  /** Address of the API. */
  api: string;
  saleId: string;
  /** What the visitor shows. */
  ticket: string;
  fetch?: typeof fetch;
}

/** `reason`: the state of the place, the code of a refusal, or OFFLINE. Without an answer no one is let in. */
export type Admission =
  | { admitted: true; unit: number; expiresAt: string; msLeft: number }
  | { admitted: false; reason: string };

/** For a shop's own server: whether it is the turn of the visitor who shows this ticket. */
export async function checkAdmission(question: AdmissionQuestion): Promise<Admission> {
  const { api, saleId, ticket } = question;
  const send = question.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const shop = createShopApi(
    api,
    createHttp(api, withTicket({ get: () => ticket, set: () => {} }, send)),
  );
  const answer = await shop.position({ query: { flashSaleId: saleId } });
  if (!answer.ok) {
    return { admitted: false, reason: answer.refusal.code };
  }
  const place = answer.value;
  if (place.state !== 'held') {
    return { admitted: false, reason: place.state };
  }
  // The way there counts as well: an answer that took long may tell of a hold that has ended.
  const tookMs = monotonicNow() - answer.startedAt;
  const msLeft = Date.parse(place.expiresAt) - Date.parse(place.serverNow) - tookMs;
  const { unit, expiresAt } = place;
  return msLeft > 0
    ? { admitted: true, unit, expiresAt, msLeft }
    : { admitted: false, reason: 'expired' };
}
