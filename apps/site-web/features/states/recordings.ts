import type { ShopApi } from '@flash/client';
import type {
  LineAnswer,
  Problem,
  PublicSale,
  PublicSaleAnswer,
  PurchaseState,
} from '@flash/shared-types';
import accountInLine from './recorded/accountInLine.json' with { type: 'json' };
import almost from './recorded/almost.json' with { type: 'json' };
import bought from './recorded/bought.json' with { type: 'json' };
import cancelled from './recorded/cancelled.json' with { type: 'json' };
import codeRefused from './recorded/codeRefused.json' with { type: 'json' };
import delivery from './recorded/delivery.json' with { type: 'json' };
import deliveryInLine from './recorded/deliveryInLine.json' with { type: 'json' };
import device from './recorded/device.json' with { type: 'json' };
import ended from './recorded/ended.json' with { type: 'json' };
import expired from './recorded/expired.json' with { type: 'json' };
import failed from './recorded/failed.json' with { type: 'json' };
import held from './recorded/held.json' with { type: 'json' };
import join from './recorded/join.json' with { type: 'json' };
import joinLine from './recorded/joinLine.json' with { type: 'json' };
import joinLobby from './recorded/joinLobby.json' with { type: 'json' };
import joinPaused from './recorded/joinPaused.json' with { type: 'json' };
import joinReserved from './recorded/joinReserved.json' with { type: 'json' };
import lobby from './recorded/lobby.json' with { type: 'json' };
import mail from './recorded/mail.json' with { type: 'json' };
import missing from './recorded/missing.json' with { type: 'json' };
import paused from './recorded/paused.json' with { type: 'json' };
import picture from './recorded/picture.json' with { type: 'json' };
import removed from './recorded/removed.json' with { type: 'json' };
import reserved from './recorded/reserved.json' with { type: 'json' };
import returnMail from './recorded/returnMail.json' with { type: 'json' };
import signIn from './recorded/signIn.json' with { type: 'json' };
import sold from './recorded/sold.json' with { type: 'json' };
import soldOut from './recorded/soldOut.json' with { type: 'json' };
import soldOutInLine from './recorded/soldOutInLine.json' with { type: 'json' };
import upcoming from './recorded/upcoming.json' with { type: 'json' };
import waiting from './recorded/waiting.json' with { type: 'json' };

/** Answers of the API while a sale was in a state; written by e2e/specs/purchase/recorded.spec.ts, never by hand. */
export interface Recording {
  at: string;
  /** The bytes of a picture stand in place of its address. */
  sale: PublicSale | null;
  /** What the shop says beside each sale. */
  meta: PublicSaleAnswer['meta'];
  line: LineAnswer | null;
  place: (PurchaseState & { email: string | null }) | null;
  problem: Problem | null;
  /** What else the page asked, and was answered, in order. */
  asked: Asked[];
}

export interface Asked {
  call: Exclude<keyof ShopApi, 'base'>;
  answer: unknown;
}

const files = {
  missing,
  upcoming,
  signIn,
  joinLobby,
  join,
  joinLine,
  joinReserved,
  joinPaused,
  lobby,
  waiting,
  almost,
  reserved,
  paused,
  held,
  failed,
  sold,
  expired,
  removed,
  soldOutInLine,
  soldOut,
  ended,
  cancelled,
  mail,
  accountInLine,
  returnMail,
  device,
  codeRefused,
  picture,
  deliveryInLine,
  delivery,
  bought,
};
export type RecordedName = keyof typeof files;
export const recordedNames = Object.keys(files) as RecordedName[];

/** The same answers as if they came at `atMs`: every time in them is shifted. */
export function recordingAt(name: RecordedName, atMs: number): Recording {
  const file: Pick<Recording, 'at'> = files[name];
  const byMs = atMs - Date.parse(file.at);
  return JSON.parse(JSON.stringify(file), (_, value) => shifted(value, byMs)) as Recording;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function shifted(value: unknown, byMs: number): unknown {
  const isTime = typeof value === 'string' && TIME.test(value);
  return isTime ? new Date(Date.parse(value) + byMs).toISOString() : value;
}
