import {
  type DifferenceKind,
  differenceKinds,
  type MendAnswer,
  type MendStep,
  type Reconciliation,
} from '@flash/shared-types';

export const whatWords = (kind: DifferenceKind): string => differenceKinds[kind];

interface Words {
  title: string;
  button: string;
  effect: string;
}

/** The step that mends a difference, and its effect on people and money. */
export const mendWords: Record<MendStep, Words> = {
  capture: {
    title: 'Capture the payment?',
    button: 'Capture',
    effect:
      'The reserved money is taken. If the reservation has ended at the provider, the order is undone and its unit goes back to the line.',
  },
  cancel: {
    title: 'Cancel the reservation?',
    button: 'Cancel reservation',
    effect: 'The reserved money is let go. If it was taken meanwhile, it goes back.',
  },
  refund: {
    title: 'Give the money back?',
    button: 'Give back',
    effect: 'What the provider still has goes back to the buyer.',
  },
  record: {
    title: 'Note the refund on the order?',
    button: 'Note refund',
    effect:
      'The order shows what was given back at the provider. If that was all of it, the order is refunded and keeps its unit.',
  },
  'return-unit': {
    title: 'Return the unit?',
    button: 'Return unit',
    effect: 'The unit goes back to the line, and the first person waiting gets it.',
  },
  settle: {
    title: 'Enter the order in the log?',
    button: 'Enter in the log',
    effect: 'The unit counts as sold to the buyer of the order.',
  },
};

export const outcomeWords: Record<MendAnswer['outcome'], string> = {
  mended: 'Resolved.',
  still:
    'The step was made, but the difference is still there. The provider may be unavailable: compare again in a minute.',
  even: 'Nothing was done: the difference is gone.',
  changed: 'Nothing was done: the payment has changed. Compare again.',
  'on-its-way': 'Nothing was done: this is being settled automatically.',
  'by-hand': 'Nothing was done: this has to be resolved by hand.',
};

/** The result in one line. */
export function summaryOf({
  total,
  onTheirWay,
  provider,
}: Pick<Reconciliation, 'total' | 'onTheirWay' | 'provider'>) {
  const staying = total - onTheirWay;
  const sandbox =
    provider === 'sandbox' ? 'The sandbox moves no money; its records are compared.' : null;
  const waiting =
    onTheirWay > 0
      ? `${onTheirWay.toLocaleString()} more ${onTheirWay === 1 ? 'is' : 'are'} being settled automatically, which takes up to a minute.`
      : null;
  const detail = [waiting, sandbox].filter((one) => one !== null).join(' ');
  return staying === 0
    ? ({ tone: 'good', title: '0 differences', detail } as const)
    : ({
        tone: 'busy',
        title: staying === 1 ? '1 difference' : `${staying.toLocaleString()} differences`,
        detail,
      } as const);
}
