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
      'The authorised amount is captured. If the authorisation has expired at the provider, the order is cancelled and its unit returns to the sale.',
  },
  cancel: {
    title: 'Cancel the authorisation?',
    button: 'Cancel authorisation',
    effect: 'The authorisation is released. If it was captured meanwhile, the amount is refunded.',
  },
  refund: {
    title: 'Refund the payment?',
    button: 'Refund',
    effect: 'The amount that the provider still holds is refunded to the buyer.',
  },
  record: {
    title: 'Record the refund on the order?',
    button: 'Record refund',
    effect:
      'The order then shows the refund made at the provider. After a full refund the order is marked as refunded and keeps its unit.',
  },
  'return-unit': {
    title: 'Return the unit?',
    button: 'Return unit',
    effect: 'The unit returns to the sale, and the first person in line gets it.',
  },
  settle: {
    title: 'Record the order in the log?',
    button: 'Record in the log',
    effect: 'The unit counts as sold to the buyer of the order.',
  },
};

export const outcomeWords: Record<MendAnswer['outcome'], string> = {
  mended: 'Resolved.',
  still:
    'The step is done, but the difference is still there. The provider may be unavailable: compare again in a minute.',
  even: 'Nothing was done: the difference is gone.',
  changed: 'Nothing was done: the payment has changed. Compare again.',
  'on-its-way': 'Nothing was done: this is being settled automatically.',
  'by-hand': 'Nothing was done: resolve this manually.',
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
