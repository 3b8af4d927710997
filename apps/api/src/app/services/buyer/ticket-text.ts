/** A ticket's fields in the order they are written; no field may hold a dot. */
export interface TicketFields {
  saleId: string;
  seq: number;
  buyer: string;
  epoch: number;
  joinedAt: number;
  nonce: string;
  keyId: string;
  /** The guest's e-mail, encrypted; empty for accounts. */
  sealed: string;
}

const VERSION = 't1';
const PART = /^[A-Za-z0-9_-]*$/;
const LONGEST = 1_024;

/** What is signed. Short numbers and no JSON: a browser sends one cookie for every sale it joined. */
export function writeFields(ticket: TicketFields): string {
  const { saleId, seq, buyer, epoch, joinedAt, nonce, keyId, sealed } = ticket;
  return `${VERSION}.${saleId}.${seq.toString(36)}.${buyer}.${epoch.toString(36)}.${joinedAt.toString(36)}.${nonce}.${keyId}.${sealed}`;
}

export function readFields(text: string): (TicketFields & { signed: string; mark: string }) | null {
  if (text.length > LONGEST) return null;
  const parts = text.split('.');
  if (parts.length !== 10 || !parts.every((part) => PART.test(part))) return null;
  const [version, saleId, seq, buyer, epoch, joinedAt, nonce, keyId, sealed, mark] =
    parts as TenTexts;
  if (version !== VERSION) return null;
  return {
    saleId,
    buyer,
    nonce,
    keyId,
    sealed,
    mark,
    seq: Number.parseInt(seq, 36),
    epoch: Number.parseInt(epoch, 36),
    joinedAt: Number.parseInt(joinedAt, 36),
    signed: text.slice(0, text.length - mark.length - 1),
  };
}

type TenTexts = [string, string, string, string, string, string, string, string, string, string];
