import { describe, expect, test } from 'vitest';
import { foldOf, readWall, wallOf } from './wall-time.ts';

const iso = (text: string) => Date.parse(text);

describe('a clock time in a zone', () => {
  test.each([
    ['2027-03-28T01:59', 'Europe/Berlin', '2027-03-28T00:59Z'],
    ['2027-03-28T03:00', 'Europe/Berlin', '2027-03-28T01:00Z'],
    ['2027-07-01T12:00', 'UTC', '2027-07-01T12:00Z'],
    ['2027-07-01T12:00', 'Asia/Tokyo', '2027-07-01T03:00Z'],
    ['2027-07-01T12:00', 'Asia/Kolkata', '2027-07-01T06:30Z'],
    ['2027-07-01T12:00', 'Asia/Kathmandu', '2027-07-01T06:15Z'],
    ['2027-01-15T12:00', 'Australia/Lord_Howe', '2027-01-15T01:00Z'],
  ])('%s in %s is read and written back', (text, zone, utc) => {
    expect(readWall(text, zone)).toEqual({ kind: 'moment', at: iso(utc) });
    expect(wallOf(iso(utc), zone)).toBe(text);
  });

  test('that the clocks skip is reported with the times around the gap', () => {
    const gap = readWall('2027-03-28T02:30', 'Europe/Berlin');
    expect(gap).toEqual({ kind: 'gap', before: '02:00', after: '03:00' });
    // Lord Howe Island changes its clocks by half an hour.
    const small = readWall('2027-10-03T02:10', 'Australia/Lord_Howe');
    expect(small).toEqual({ kind: 'gap', before: '02:00', after: '02:30' });
  });

  test('that comes twice is a moment only once it is known which one is meant', () => {
    const [summer, winter] = [iso('2027-10-31T00:30Z'), iso('2027-10-31T01:30Z')];
    const read = (fold?: 'earlier' | 'later') =>
      readWall('2027-10-31T02:30', 'Europe/Berlin', fold);
    expect(read()).toEqual({ kind: 'twice', earlier: summer, later: winter });
    expect(read('earlier')).toEqual({ kind: 'moment', at: summer });
    expect(read('later')).toEqual({ kind: 'moment', at: winter });
    expect(foldOf(summer, 'Europe/Berlin')).toBe('earlier');
    expect(foldOf(winter, 'Europe/Berlin')).toBe('later');
    expect(foldOf(winter, 'UTC')).toBeNull();
  });

  test.each(['', 'soon', '2027-02-30T10:00', '2027-13-01T10:00', '2027-01-01'])(
    'cannot be read from %j',
    (text) => {
      expect(readWall(text, 'UTC').kind).toBe('unreadable');
    },
  );

  test('cannot be read in an unknown zone', () => {
    expect(readWall('2027-01-01T10:00', 'Mars/Olympus').kind).toBe('unreadable');
  });
});
