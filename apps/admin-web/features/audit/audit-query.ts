import { dayRange } from '../kit/day-range.ts';

/** What the address of the audit log holds. */
export const auditDefaults = {
  actor: '',
  action: '',
  sale: '',
  q: '',
  from: '',
  to: '',
  page: '1',
};
export type AuditState = typeof auditDefaults;

/** The filter without the page, as list and table take it. */
export function auditFilterOf(state: AuditState) {
  const { actor, action, sale: flashSaleId, q } = state;
  return { actor: actor.trim(), action, flashSaleId, q, ...dayRange(state.from, state.to) };
}

export function isAuditFiltered(state: AuditState, fixedSale?: string): boolean {
  const { page: _, sale, ...rest } = state;
  return Object.values(rest).some(Boolean) || (sale !== '' && sale !== fixedSale);
}
