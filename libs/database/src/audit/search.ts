import { maybeObjectId } from '../connection/ids.ts';
import { containing, type Search } from '../connection/pages.ts';
import { auditLists } from '../indexes.ts';
import type { AuditFilter } from './contract.ts';

type Query = Record<string, unknown>;

/** The narrowest index of those a filter could use; whatever else is asked is checked on its rows. */
export function auditSearch(filter: AuditFilter): Search {
  const parts: Query[] = [...ofTime(filter)];
  let hint: string = auditLists.all;
  if (filter.q) {
    const text = containing(filter.q);
    // Read on the entries themselves: the team writes few, and an index of all it says would cost more.
    parts.push({ $or: [{ action: text }, { subject: text }, { reason: text }] });
  }
  if (filter.action !== undefined) {
    parts.push({ action: filter.action });
    hint = auditLists.ofAction;
  }
  if (filter.saleId !== undefined) {
    parts.push({ flashSaleId: maybeObjectId(filter.saleId) });
    hint = auditLists.ofSale;
  }
  if (filter.actor !== undefined) {
    // No id has an @ in it, and every address has one.
    const isEmail = filter.actor.includes('@');
    parts.push(isEmail ? { 'actor.email': filter.actor } : { 'actor.id': filter.actor });
    hint = isEmail ? auditLists.ofActorEmail : auditLists.ofActor;
  }
  const query = parts.length > 0 ? { $and: parts } : {};
  return { query, sort: { at: -1, _id: -1 }, hint };
}

function ofTime({ from, to }: AuditFilter): Query[] {
  return [
    ...(from === undefined ? [] : [{ at: { $gte: new Date(from) } }]),
    ...(to === undefined ? [] : [{ at: { $lte: new Date(to) } }]),
  ];
}
