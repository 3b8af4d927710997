import { TEAM_PASSWORD_MIN } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { commonPasswords } from './common-passwords.ts';

const common = new Set(commonPasswords.split(/\s+/));
/** Up to so many characters said again and again are as easy to guess as said once. */
const UNIT_MAX = 8;

/** Passwords of the team: long, and none that a list of guesses begins with. */
export function isFitForTeam(password: string): boolean {
  return password.length >= TEAM_PASSWORD_MIN && !isCommon(password);
}

/** Refuses one that is not; `path` names the field of the request. */
export function refuseUnfit(password: string, path: string): void {
  if (password.length < TEAM_PASSWORD_MIN) {
    throw refusal(path, `must have at least ${TEAM_PASSWORD_MIN} characters`);
  }
  if (isCommon(password)) throw refusal(path, 'is one of the passwords that are guessed first');
}

function refusal(path: string, message: string): AppError {
  return new AppError('VALIDATION_FAILED', { errors: [{ path, message }] });
}

/** On the list itself, one of its words among digits and signs, one short thing repeated, or a row of keys. */
function isCommon(password: string): boolean {
  const text = password.toLowerCase();
  const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const unit = /^(.+?)\1+$/su.exec(text)?.[1];
  return (
    common.has(text) ||
    word === '' ||
    common.has(word) ||
    (unit !== undefined && (unit.length <= UNIT_MAX || common.has(unit))) ||
    isRow(text)
  );
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
];

function isRow(text: string): boolean {
  return rows.some((row) => row.includes(text) || [...row].reverse().join('').includes(text));
}
