import type { Caller } from '../call/call.ts';
import type { Argument } from '../call/run-script.ts';
import { checkId } from '../keys.ts';
import { oneLine } from '../log.ts';
import type { ActivateOutcome, AdjustOutcome, RulesOutcome } from '../outcomes.ts';
import type { SaleRules } from '../rules.ts';

/** In the order of lua/includes/rules.lua; these are also the names in fsmeta. */
export function ruleFields(rules: SaleRules): [string, Argument][] {
  const flag = (value: boolean) => (value ? 1 : 0);
  return [
    ['version', rules.version],
    ['startsAt', rules.startsAt],
    ['endsAt', rules.endsAt],
    ['lobbyOpensAt', rules.lobbyOpensAt],
    ['holdMs', rules.holdMs],
    ['fastPassPercent', rules.fastPassPercent],
    ['price', rules.price],
    ['extensions', rules.extensions],
    ['extensionMs', rules.extensionMs],
    ['honour', flag(rules.honourHoldsAfterEnd)],
    ['paused', flag(rules.paused)],
    ['pauseSince', rules.pauseSince],
    ['closed', flag(rules.closed)],
    ['holdsBeforeWait', rules.holdsBeforeWait],
    ['pauseReason', oneLine(rules.pauseReason)],
    ['message', oneLine(rules.message)],
    ['placesPerNetwork', rules.placesPerNetwork],
  ];
}

const valuesOf = (rules: SaleRules) => ruleFields(rules).map(([, value]) => value);

export function createActivate(call: Caller) {
  return async (
    saleId: string,
    rules: SaleRules,
    at: { epoch: number; stock: number },
  ): Promise<ActivateOutcome> => {
    const r = await call('activate', saleId, [at.epoch, at.stock, ...valuesOf(rules)]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const kind = r.number() === 1 ? 'activated' : 'already';
    return { kind, epoch: r.number(), n: r.number() };
  };
}

export function createRules(call: Caller) {
  return async (saleId: string, rules: SaleRules): Promise<RulesOutcome> => {
    const r = await call('rules', saleId, valuesOf(rules));
    if (r.kind === 'unavailable') {
      return r;
    }
    return { kind: r.number() === 1 ? 'done' : 'already', epoch: r.number(), n: r.number() };
  };
}

export function createAdjust(call: Caller) {
  return async (saleId: string, { id, by }: { id: string; by: number }): Promise<AdjustOutcome> => {
    const args = [checkId('change of stock', id), by < 0 ? 'down' : 'up', Math.abs(by)];
    for (;;) {
      const r = await call('adjust', saleId, args);
      if (r.kind === 'unavailable') {
        return r;
      }
      const code = r.number();
      const epoch = r.number();
      if (code === 1) {
        return { kind: 'adjusted', stock: r.number(), epoch };
      }
      if (code === 2) {
        return { kind: 'refused', floor: r.number(), epoch };
      }
    }
  };
}
