/** Every key of a sale carries its id in braces: one sale is one hash slot. */
export function keysOf(saleId: string) {
  const tag = `{${saleId}}`;
  return {
    meta: `fsmeta:${tag}`,
    line: `fsq:${tag}`,
    inventory: `fsinv:${tag}`,
    unitsFree: `fsu:${tag}`,
    unitsRetired: `fsur:${tag}`,
    holds: `fsh:${tag}`,
    expiry: `fsx:${tag}`,
    claims: `fshc:${tag}`,
    consumed: `fshp:${tag}`,
    networks: `fsnet:${tag}`,
    byNetwork: `fsnx:${tag}`,
    lost: `fslost:${tag}`,
    log: `fslog:${tag}`,
    lock: `fslock:${tag}`,
    traces: `fstrace:${tag}`,
    /** Not a key itself: `fsj:{id}:<seq / 128>` are, and each expires by itself. */
    attempts: `fsj:${tag}`,
  } as const;
}

export type KeyName = keyof ReturnType<typeof keysOf>;

/** One channel for the notices of all sales: each process subscribes once. */
export const noticeChannel = 'fsnotice';

/** Ids of sales in which there is something to do again after a rest; only workers listen. */
export const workChannel = 'fswork';

/** Says, without a text, that mails or deliveries are about to be written; only workers listen. */
export const outboxChannel = 'fsoutbox';

/** Sales with recent joins: a hint for the worker, never the list of live sales. */
export const liveSetKey = 'fslive';

/** Which worker leads in one kind of work, such as `blocks:{id}` or `outage`; expires by itself. */
export function leaderKey(name: string): string {
  return `fslead:${name}`;
}

/** The workers that live, by the time of their last word; those of one queue share its sales. */
export function workersKey(queueName: string): string {
  return `fsworkers:${queueName}`;
}

/** Token of the last worker that reached MongoDB; expires by itself. */
export const reachableKey = 'fsreachable';

/** Written before each `WAIT` for a replica, for the write alone; expires by itself. */
export const waitKey = 'fswait';

/** An alert of a sale that one worker sends or has sent to the webhook; expires by itself. */
export function alertKey(kind: string, saleId: string | null): string {
  return `fsalert:${kind}:${saleId ?? ''}`;
}

/** A restore prepares the next state under these names; the last script moves it into place. */
export function stagedKey(key: string): string {
  return `${key}:new`;
}

const safeId = /^[A-Za-z0-9_-]{1,64}$/;

/** Ids end up in key names and, separated by spaces, in records: anything else is a bug upstream. */
export function checkId(what: string, id: string): string {
  if (!safeId.test(id)) {
    throw new RangeError(`${what} is not an id`);
  }
  return id;
}

/** The scripts refuse other numbers with an error, which would end a whole batch. */
export function checkNumber(what: string, value: number, least = 0): number {
  if (!Number.isInteger(value) || value < least || value >= NUMBERS_END) {
    throw new RangeError(`${what} is out of range`);
  }
  return value;
}

/** Longer numbers change when Lua writes them as text: the scripts refuse them. */
export const NUMBERS_END = 1e14;

const safeNetwork = /^[A-Za-z0-9_-]{1,32}(\.[A-Za-z0-9_-]{1,32})?$/;

/** One digest, or the digest of a wide network and of a narrow one in it. */
export function checkNetwork(network: string): string {
  if (!safeNetwork.test(network)) {
    throw new RangeError('network is not a digest');
  }
  return network;
}
