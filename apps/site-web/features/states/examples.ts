import {
  type Action,
  initialPurchase,
  type PaymentFault,
  type Purchase,
  type Refusal,
  type ShopApi,
} from '@flash/client';
import type { FormState } from '../purchase/payment/use-payment-form.ts';
import type { Screen } from '../purchase/state/screen.ts';
import { recordedShop } from './recorded-shop.ts';
import { type Asked, type RecordedName, type Recording, recordingAt } from './recordings.ts';
import type { Step } from './use-steps.ts';

/** Recorded answers, and what only the browser knows: its network, its clock, its buttons. */
interface Example {
  recorded: RecordedName | null;
  local?: Partial<Purchase>;
  /** A line of a size that no recording has. */
  inLine?: { position: number; size: number };
  /** The payment form, where the shop takes payments by a provider's script. */
  form?: FormState;
  /** What a reader does to see it. */
  steps?: readonly Step[];
  /** Every question is answered as it was the last time that the page asked. */
  isLater?: boolean;
  /** Another page than that of the sale. */
  page?: Page;
  /** How long after the answers it is shown. */
  seconds?: number;
}

type Page = 'receipt';

const example = (recorded: RecordedName, more: Partial<Example> = {}): Example => ({
  recorded,
  ...more,
});
const withoutAnswers = (local: Partial<Purchase>): Example => ({ recorded: null, local });

/** A shop that takes payments by Stripe; of its form the gallery shows the frame. */
function byCard(local: Partial<Purchase> = {}, form: FormState = 'loading'): Partial<Example> {
  const payment = { provider: 'stripe', publishableKey: 'pk_test_example', script: '' } as const;
  return { local: { payment, ...local }, form };
}

const failureOf = (
  code: Refusal['code'],
  status: number,
  action: Action = 'paying',
): Purchase['failure'] => ({
  action,
  refusal: refusalOf({ code, status, title: code, detail: '', requestId: null }),
});
const cardFailure = (code: PaymentFault) => failureOf(code, 402);

const states: Record<Screen, Example> = {
  loading: withoutAnswers({ link: 'opening' }),
  unreachable: withoutAnswers({ link: 'lost' }),
  offline: withoutAnswers({ link: 'lost', isOnline: false }),
  missing: example('missing', { local: { isMissing: true } }),
  upcoming: example('upcoming'),
  signIn: example('signIn'),
  joinLobby: example('joinLobby'),
  join: example('join'),
  joinLine: example('joinLine'),
  joinReserved: example('joinReserved'),
  joinPaused: example('joinPaused'),
  joining: example('join', { local: { busy: 'joining', email: 'ada@example.org' } }),
  lobby: example('lobby'),
  waiting: example('waiting'),
  almost: example('almost'),
  reserved: example('reserved'),
  paused: example('paused'),
  held: example('held'),
  ending: example('held', { seconds: 860 }),
  paying: example('held', { local: { busy: 'paying' } }),
  authorising: example('held', byCard({ busy: 'paying', isAtProvider: true })),
  failed: example('failed'),
  sold: example('sold'),
  bought: example('sold', { local: { triedAgain: true } }),
  expired: example('expired'),
  removed: example('removed'),
  soldOutInLine: example('soldOutInLine'),
  soldOut: example('soldOut'),
  ended: example('ended'),
  cancelled: example('cancelled'),
};

/** Not states of their own: a state, shown during a bad connection. */
const connections = {
  reconnecting: example('waiting', { local: { link: 'lost' }, seconds: 40 }),
  disconnected: example('paused', { local: { link: 'lost', isOnline: false }, seconds: 400 }),
};

/** Not states of their own either: lines of different lengths, for the line picture. */
const lines = {
  lineOfOne: example('waiting', { inLine: { position: 1, size: 1 } }),
  lineOfThree: example('waiting', { inLine: { position: 2, size: 3 } }),
  lineOfEight: example('waiting', { inLine: { position: 7, size: 8 } }),
  lineOf300: example('waiting', { inLine: { position: 120, size: 300 } }),
  lineOfMillion: example('waiting', { inLine: { position: 654_321, size: 1_000_000 } }),
};

/** Nor these: what a shop with Stripe shows besides. */
const cards = {
  cardEarly: example('almost', byCard()),
  cardForm: example('held', byCard()),
  cardBlocked: example('held', byCard({}, 'blocked')),
  cardDeclined: example('held', byCard({ failure: cardFailure('CARD_DECLINED') }, 'ready')),
  cardNotConfirmed: example('held', byCard({ failure: cardFailure('NOT_AUTHENTICATED') }, 'ready')),
};

/** Nor these: what a sale asks besides that delivers what it sells. */
const deliveries = {
  deliveryInLine: example('deliveryInLine'),
  delivery: example('delivery'),
  deliveryMissing: example('delivery', { steps: [{ press: '#pay' }, { see: '.field-error' }] }),
  deliveryRefused: example('delivery', {
    local: { failure: failureOf('VALIDATION_FAILED', 400) },
  }),
  receipt: example('bought', { page: 'receipt', steps: [{ see: '.sheet' }] }),
};

const picture = { picture: example('picture') };

const askedForMail: Step[] = [{ press: 'mail.title' }, { press: 'mail.start' }];
const askedForReturn: Step[] = [{ press: 'mail.return.title' }, { see: '[name=address]' }];
const ADDRESS = { fill: '[name=address]', with: 'ada@example.org' };

/** Nor these: mail, where the shop sends any. */
const mails = {
  mailOffered: example('mail', {
    steps: [{ press: 'mail.title' }, { see: '[name=address]' }],
  }),
  mailWanted: example('mail', { steps: [...askedForMail, { see: 'mail.stop' }] }),
  mailStopped: example('mail', {
    steps: [...askedForMail, { press: 'mail.stop' }, { see: '[name=address]' }],
  }),
  mailOfAccount: example('accountInLine', {
    steps: [{ press: 'mail.title' }, { see: 'mail.start' }],
  }),
  returnMail: example('returnMail', { steps: askedForReturn }),
  returnMailWanted: example('returnMail', {
    steps: [
      ...askedForReturn,
      ADDRESS,
      { press: 'mail.return.send' },
      { see: '.more [role=status]:not(:empty)' },
    ],
  }),
  joinMailKept: example('join', { local: { isMailKept: true } }),
  soldMailKept: example('sold', { local: { isMailKept: true } }),
  joinWithoutMail: example('join', { local: { hasMail: false } }),
  soldWithoutMail: example('sold', { local: { hasMail: false } }),
};

// The button, whatever it says: a browser that saw this before asks for a new code.
const made: Step[] = [{ press: 'device.title' }, { press: '.more .button-quiet' }];
const codeForm: Step[] = [{ press: 'device.open' }, { see: '[name=code]' }];

/** Nor these: a place on two devices. */
const devices = {
  deviceCode: example('device', { steps: [...made, { see: '.device-code' }] }),
  deviceCodeUsed: example('device', {
    steps: [...made, { see: '[role=alert] .link' }],
    isLater: true,
  }),
  codeAsked: example('codeRefused', { local: { failure: null }, steps: codeForm }),
  codeRefused: example('codeRefused', { steps: codeForm }),
};

/** Nor this: a join that is refused for now, and that the page repeats. */
const turnedAway = {
  joinTurnedAway: example('join', {
    local: {
      busy: 'joining',
      email: 'ada@example.org',
      failure: failureOf('BUSY', 503, 'joining'),
    },
  }),
};

const everyState = {
  ...{ ...states, ...turnedAway, ...connections, ...lines, ...cards },
  ...{ ...deliveries, ...picture, ...mails, ...devices },
};
export type StateName = keyof typeof everyState;
export const stateNames = Object.keys(everyState) as StateName[];

/** The moment of every recorded answer in the gallery, so that screenshots are alike on every day. */
const ANSWERED_AT = Date.UTC(2026, 5, 1, 10, 0, 0);
const AGE_MS = 3_000;

interface Shown {
  purchase: Purchase;
  now: number;
  form: FormState | null;
  shop: ShopApi;
  steps: readonly Step[];
  page: Page | null;
}

/** The page in one state, at a fixed moment. */
export function exampleOf(name: StateName): Shown {
  const { recorded, local, inLine, isLater, ...more }: Example = everyState[name];
  const { seconds = 0, form = null, steps = [], page = null } = more;
  const shown = { now: ANSWERED_AT + AGE_MS + seconds * 1_000, form, steps, page };
  if (!recorded) {
    return { ...shown, purchase: { ...initialPurchase, ...local }, shop: recordedShop([]) };
  }
  const recording = recordingAt(recorded, ANSWERED_AT);
  const asked = answersOf(recording);
  return {
    ...shown,
    purchase: { ...inLineOf(purchaseOf(recording), inLine), ...local },
    shop: recordedShop(isLater ? lastOf(asked) : asked),
  };
}

const answersOf = ({ asked, sale: item, meta }: Recording): Asked[] => [
  ...asked,
  { call: 'publicSale', answer: { item, meta } },
];

const lastOf = (asked: readonly Asked[]) =>
  asked.filter(({ call }, at) => asked.findLastIndex((one) => one.call === call) === at);

function inLineOf(purchase: Purchase, inLine: Example['inLine']): Purchase {
  const { place, line } = purchase;
  if (!inLine || !line || place?.state !== 'waiting') {
    return purchase;
  }
  return {
    ...purchase,
    line: { ...line, waiting: inLine.size },
    place: { ...place, ...inLine, ahead: inLine.position - 1 },
  };
}

function purchaseOf({ sale, meta, line, place, problem }: Recording): Purchase {
  return {
    ...initialPurchase,
    sale,
    line,
    place,
    email: place?.email ?? '',
    hasMail: meta.mail,
    // Recorded in a shop for trying out, and shown as in a real one.
    isMailKept: false,
    link: 'live',
    updatedAt: sale && ANSWERED_AT,
    failure: problem && {
      action: place?.state === 'held' ? 'paying' : 'joining',
      refusal: refusalOf(problem),
    },
  };
}

function refusalOf({
  code,
  status,
  title,
  detail,
  requestId,
}: Omit<Refusal, 'errors' | 'retryAfterMs' | 'orderId'>): Refusal {
  const reason = { code, status, title, detail, requestId };
  return { ...reason, errors: [], retryAfterMs: null, orderId: null };
}
