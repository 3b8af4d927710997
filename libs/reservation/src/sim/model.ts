import type { SaleRules } from '../rules.ts';
import { createHoldsModel } from './model-holds.ts';
import { createLineModel } from './model-line.ts';
import { createSaleModel } from './model-sale.ts';
import { createModelState } from './model-state.ts';

/** The sale as plain sequential code: what the scripts have to do, one command after the other. */
export function createModel(rules: SaleRules, stock: number, clock: { now: number }) {
  const state = createModelState(rules, stock, clock);
  return {
    state: state.s,
    count: state.count,
    line: state.line,
    place: state.place,
    networks: state.networks,
    ...createLineModel(state),
    ...createHoldsModel(state),
    ...createSaleModel(state),
  };
}

export type Model = ReturnType<typeof createModel>;
