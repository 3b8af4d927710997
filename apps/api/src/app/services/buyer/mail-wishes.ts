import { type KeyObject, randomInt } from 'node:crypto';
import {
  type Database,
  type MailConsent,
  type MailLink,
  mailsOfHold,
  type NewMail,
  type Sale,
} from '@flash/database';
import type { Engine, Place } from '@flash/reservation';
import { mailKeyOfSale, seal, unseal } from '@flash/shared-config';
import type { MailWish } from '@flash/shared-types';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { guestBuyer } from '../shared/buyer-digests.ts';
import { phaseAt } from '../shared/wire.ts';
import type { DeviceCodes } from './device-codes.ts';
import { owns, type Proof, seqOf } from './proof.ts';
import type { Ticket } from './tickets.ts';
import { refusalOf } from './unavailable.ts';

export interface MailWishes {
  read(sale: Sale, who: Proof | null): Promise<MailWish>;
  /** Tells the holder of this place by mail from now on. */
  want(sale: Sale, who: Proof, how: MailWishDetails): Promise<MailWish>;
  stop(sale: Sale, who: Proof): Promise<MailWish>;
  /** Tells this address once when a unit of the sale is available again. */
  wantReturn(sale: Sale, how: Omit<MailWishDetails, 'shown'>): Promise<ReturnWished>;
}

interface ReturnWished {
  state: 'on';
  flashSaleId: string;
  address: string;
}

interface MailWishDetails {
  address: string;
  locale: string;
  timeZone: string;
  /** Of a guest, to be opened on another device by a link in the mail. */
  shown: { text: string; ticket: Ticket } | null;
}

interface MailWishesDeps {
  db: Pick<Database, 'mails' | 'mailConsents'>;
  engine: Pick<Engine, 'position'>;
  deviceCodes: Pick<DeviceCodes, 'makeLink'>;
  clock: Clock;
}

/** Buyers of one sale who may name the same address: a family, and no crowd that floods a stranger. */
const PER_ADDRESS = 3;

/** Numbers of wishes: those of one sale do not meet. */
const NUMBERS = 2 ** 47;

const LIVING = new Set<Place['state']>(['waiting', 'held', 'claimed']);

export function createMailWishes({ db, engine, deviceCodes, clock }: MailWishesDeps): MailWishes {
  async function placeOf(sale: Sale, who: Proof): Promise<Place & { seq: number }> {
    const seen = await engine.position(sale.id, [who.buyer]);
    if (seen.kind !== 'positions') {
      throw refusalOf(seen, sale);
    }
    const [place = { state: 'none' as const }] = seen.places;
    const seq = seqOf(place);
    if (seq === null || !LIVING.has(place.state) || !owns(who, seq)) {
      throw new AppError('BUYER_NOT_FOUND');
    }
    return { ...place, seq };
  }

  /** The wish for the place that this caller has now: one for an older place tells of nothing. */
  async function wishOf(sale: Sale, who: Proof): Promise<MailConsent | null> {
    const found = await db.mailConsents.get(sale.id, who.buyer);
    return found && owns(who, found.seq) ? found : null;
  }

  return {
    async read(sale, who) {
      if (!who || sale.buyerKey === null) {
        return { state: 'none', flashSaleId: sale.id, address: null };
      }
      const wish = await wishOf(sale, who);
      const address = wish && unseal(keyOf(sale), wish.address, ownerOf(sale, who));
      return address
        ? { state: 'on', flashSaleId: sale.id, address }
        : { state: 'off', flashSaleId: sale.id, address: who.email || null };
    },

    async want(sale, who, { address, locale, timeZone, shown }) {
      const to = guestBuyer(sale, address);
      if (to === null) {
        throw new AppError('SALE_ENDED');
      }
      const before = await placeOf(sale, who);
      const { seq } = before;
      const known = await db.mailConsents.get(sale.id, who.buyer);
      // Asked again for the same: the link that was sent goes on to work, and nothing is sent twice.
      const same = known?.seq === seq && known.to === to ? known : null;
      if (!same && (await db.mailConsents.countOthers(sale.id, to, who.buyer)) >= PER_ADDRESS) {
        throw new AppError('MAIL_ADDRESS_TAKEN');
      }
      const at = same?.at ?? clock.now();
      const about = { saleId: sale.id, buyer: who.buyer, seq };
      const placed: NewMail = { ...about, kind: 'placed', fence: null, at };
      const outcome = await db.mailConsents.put(
        {
          ...{ ...about, to, locale, timeZone, at },
          address: seal(keyOf(sale), address, ownerOf(sale, who)),
          link: same ? same.link : linkOf(shown),
        },
        [placed],
      );
      if (outcome === 'unknown') {
        throw new AppError('UNAVAILABLE');
      }
      // A worker that read of a hold before the wish was stored has told nothing of it.
      const now = await placeOf(sale, who).catch(noPlace);
      if (now?.state === 'held') {
        const { fence, expiresAt } = now.hold;
        const mails = mailsOfHold({ ...about, fence, at: clock.now() }, expiresAt);
        const wasHeld = before.state === 'held';
        // The holder of a unit who asks for mail is looking at it.
        await db.mails.write(wasHeld ? mails.filter(({ kind }) => kind !== 'turn') : mails);
      }
      return { state: 'on', flashSaleId: sale.id, address };
    },

    async stop(sale, who) {
      const wish = await wishOf(sale, who);
      if (wish) {
        await db.mailConsents.remove(sale.id, who.buyer);
      }
      return { state: 'off', flashSaleId: sale.id, address: who.email || null };
    },

    async wantReturn(sale, { address, locale, timeZone }) {
      const to = guestBuyer(sale, address);
      switch (phaseAt(sale, clock.now())) {
        case 'lobby':
        case 'open':
        case 'paused':
          break;
        case 'draft':
          throw new AppError('SALE_NOT_FOUND');
        case 'scheduled':
          throw new AppError('SALE_NOT_OPEN');
        default:
          throw new AppError('SALE_ENDED');
      }
      if (to === null) {
        throw new AppError('SALE_ENDED');
      }
      await db.mailConsents.putReturnWish({
        ...{ saleId: sale.id, seq: randomInt(1, NUMBERS), to, locale, timeZone, at: clock.now() },
        address: seal(keyOf(sale), address, `${sale.id}/returned/${to}`),
      });
      return { state: 'on', flashSaleId: sale.id, address };
    },
  };

  function linkOf(shown: MailWishDetails['shown']): MailLink | null {
    return shown && deviceCodes.makeLink(shown);
  }
}

function noPlace(error: unknown): null {
  if (error instanceof AppError) {
    return null;
  }
  throw error;
}

const keyOf = (sale: Sale): KeyObject => mailKeyOfSale(sale.buyerKey ?? '');

/** What an address is sealed for: it cannot be moved to another place. */
const ownerOf = (sale: Sale, { buyer }: Proof): string => `${sale.id}/${buyer}`;
