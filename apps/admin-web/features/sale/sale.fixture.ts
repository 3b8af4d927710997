import { type AdminSale, defaultTerms } from '@flash/shared-types';

/** A sale as the API returns it to the team. */
export function aSale(change: Partial<AdminSale> = {}): AdminSale {
  const id = '6650f1a2b3c4d5e6f7a8b9c0';
  return {
    _id: id,
    id,
    name: 'Night Runner 2',
    description: 'One of each',
    productId: null,
    status: 'OnSchedule',
    phase: 'scheduled',
    startsAt: '2027-06-01T10:00:00.000Z',
    endsAt: '2027-06-01T12:00:00.000Z',
    lobbyOpensAt: '2027-06-01T09:30:00.000Z',
    timeZone: 'Europe/Berlin',
    startingQuantity: 500,
    currentQuantity: 500,
    stock: 500,
    pricePerUnit: 129.9,
    pricePerUnitMinor: 12_990,
    currency: 'EUR',
    identity: 'guest',
    message: null,
    pause: null,
    picture: null,
    ...defaultTerms,
    version: 3,
    epoch: 1,
    restoring: false,
    createdBy: null,
    createdAt: '2027-05-01T10:00:00.000Z',
    updatedAt: '2027-05-01T10:00:00.000Z',
    ...change,
  };
}
