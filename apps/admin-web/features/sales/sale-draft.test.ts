import { createSaleBody } from '@flash/shared-types';
import { describe, expect, it } from 'vitest';
import { bodyOf, newDraft } from './sale-draft.ts';

const now = Date.parse('2026-06-01T10:02:03Z');

describe('the form of a new sale', () => {
  it('proposes a sale that the API takes as it is, once it has a name', () => {
    const body = bodyOf({ ...newDraft(now), name: 'Night Runner 2' }, 'Europe/Berlin');
    expect(createSaleBody.safeParse(body).success).toBe(true);
    expect(Date.parse(body.startsAt)).toBeGreaterThan(now);
    expect(Date.parse(body.endsAt) - Date.parse(body.startsAt)).toBe(3_600_000);
  });

  it('opens the line before the start, by as many minutes as were asked for', () => {
    const body = bodyOf({ ...newDraft(now), lobbyMinutes: '10' }, 'UTC');
    expect(Date.parse(body.startsAt) - Date.parse(body.lobbyOpensAt ?? '')).toBe(600_000);
  });

  it('reads a price with a comma, as half of the world writes it', () => {
    expect(bodyOf({ ...newDraft(now), pricePerUnit: '129,90' }, 'UTC').pricePerUnit).toBe(129.9);
  });

  it('leaves it to the API to refuse what is no time and no number', () => {
    const draft = { ...newDraft(now), name: 'x', startsAt: 'soon', startingQuantity: 'many' };
    const faults = createSaleBody.safeParse(bodyOf(draft, 'UTC')).error?.issues ?? [];
    const paths = faults.map(({ path }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(['startsAt', 'startingQuantity']));
  });
});
