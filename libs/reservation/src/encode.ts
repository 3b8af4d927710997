import type { Change, ChangeType } from '@flash/fairness';

/** The text after the time; scripts put type and time in front. */
export function encodeChange(change: Change): { type: string; text: string } {
  if (change.type === 'unknown') {
    return { type: change.name, text: ` ${JSON.stringify(change.values)}` };
  }
  const text = encoders[change.type](change as never)
    .map((value) => ` ${value === null ? '-' : value}`)
    .join('');
  return { type: change.type, text };
}

/** Free text as an entry can carry it. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not get in
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
}

type Of<T extends ChangeType> = Extract<Change, { type: T }>;
type Value = string | number | null;

const encoders: { [T in ChangeType]: (change: Of<T>) => Value[] } = {
  activate: (c) => [c.epoch, c.stock],
  join: (c) => [c.seq, c.buyer, c.late ? 1 : 0, ...(c.network ? [c.network] : [])],
  grant: (c) => [
    c.mode,
    c.expiresAt,
    c.price,
    c.holds[0]?.fence ?? 0,
    ...c.holds.flatMap((hold) => [hold.buyer, hold.seq, hold.unit]),
  ],
  claim: (c) => [c.buyer, c.fence, c.attempt],
  settle: (c) => [c.buyer, c.unit, c.attempt],
  void: (c) => [c.buyer, c.unit, c.attempt, c.back, c.expiresAt],
  extend: (c) => [c.buyer, c.fence, c.expiresAt],
  leave: (c) => [c.buyer, c.seq, c.unit],
  expire: (c) => c.holds.flatMap((hold) => [hold.buyer, hold.unit, hold.fence]),
  release: (c) => [c.buyer, c.unit, c.fence],
  remove: (c) => [c.buyer, c.seq, c.unit],
  pause: (c) => [c.reason],
  resume: () => [],
  message: (c) => [c.text],
  edit: (c) => [c.version, c.startsAt, c.endsAt, c.lobbyOpensAt],
  end: () => [],
  adjust: (c) => [c.id, c.by, c.stock],
  refund: (c) => [c.buyer, c.unit, c.fence],
  shift: (c) => [c.byMs],
  adopt: (c) => [c.epoch, c.how, c.mark, c.stock],
  rehold: (c) => [c.buyer, c.seq, c.unit, c.fence, c.expiresAt, c.price, c.extensions],
  requeue: (c) => c.places.flatMap((place) => [place.buyer, place.seq]),
};
