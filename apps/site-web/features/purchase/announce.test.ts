import { describe, expect, it } from 'vitest';
import { announceChange, announceTimeLeft } from './announce.ts';
import { held, paused, waiting } from './places.fixture.ts';
import { nothingYet, type Purchase } from './purchase.ts';
import { reduce } from './reduce.ts';

const live: Purchase = { ...nothingYet, link: 'live' };
const inLine = reduce(live, { type: 'place', place: waiting(101) });

/** Everything a screen reader would hear on the way from rank 101 to the head. */
function spokenOnTheWay(): string[] {
  const words: string[] = [];
  let purchase = inLine;
  for (let position = 100; position >= 1; position -= 1) {
    const next = reduce(purchase, { type: 'place', place: waiting(position, 200 - position) });
    const spoken = announceChange(purchase, next);
    if (spoken) words.push(spoken);
    purchase = next;
  }
  return words;
}

describe('what a screen reader hears', () => {
  it('is a word on joining, at each quarter and for the last ten, not a flood', () => {
    expect(announceChange(live, inLine)).toBe('You are in line. 100 people ahead of you.');
    const spoken = spokenOnTheWay();
    expect(spoken.at(-1)).toBe('You are next.');
    expect(spoken).toHaveLength(10 + 4);
  });

  it('tells of a pause, of a lost connection and of its return', () => {
    const pausedNow = reduce(inLine, { type: 'place', place: paused(101, 3) });
    expect(announceChange(inLine, pausedNow)).toMatch(/paused.*kept/i);
    const lost = reduce(inLine, { type: 'lost' });
    expect(announceChange(inLine, lost)).toMatch(/saved/);
    expect(announceChange(lost, inLine)).toMatch(/again/);
  });

  it('stays silent where nothing changed, and leaves the turn to the alert', () => {
    expect(announceChange(inLine, inLine)).toBeNull();
    const turn = reduce(inLine, { type: 'place', place: held(9) });
    expect(announceChange(inLine, turn)).toBeNull();
  });

  it('counts the time left down in marks, also when ticks come late', () => {
    expect(announceTimeLeft(300_500, 299_500)).toBe('5 minutes left to pay.');
    expect(announceTimeLeft(299_500, 298_500)).toBeNull();
    expect(announceTimeLeft(65_000, 20_000)).toBe('1 minute left to pay.');
  });
});
