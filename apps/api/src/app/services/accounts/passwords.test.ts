import { describe, expect, test } from 'vitest';
import { commonPasswords } from './common-passwords.ts';
import { isFitForTeam, refuseUnfit } from './passwords.ts';

describe('a password for the team', () => {
  test.each([
    'correct horse',
    'Vier kleine Enten!',
    'kT9#vQ2$mZx1',
    'пароль из четырёх слов',
    'a long passphrase',
  ])('may be %j', (password) => {
    expect(isFitForTeam(password)).toBe(true);
  });

  test.each([
    ['too short', 'kT9#vQ2$mZx'],
    ['a common one', '1qaz2wsx3edc'],
    ['a common one in capitals', 'Password1234'],
    ['a common word with a year', 'football20242025'],
    ['a common word among signs', '!!!sunshine!!!'],
    ['digits only', '938471029384'],
    ['one character', 'aaaaaaaaaaaaa'],
    ['one word twice', 'monkeymonkey'],
    ['a few characters repeated', 'ab1!ab1!ab1!'],
    ['a row of keys', 'qwertyuiopas'],
    ['the alphabet', 'abcdefghijklm'],
  ])('is not %s: %s', (_, password) => {
    expect(isFitForTeam(password)).toBe(false);
    expect(() => refuseUnfit(password, 'password')).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });
});

test('the list of common passwords stays small enough to be shipped', () => {
  expect(commonPasswords.length).toBeLessThan(100_000);
});
