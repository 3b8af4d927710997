/** Every id that may reach a key, a query or a URL. */
export const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

export function isId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value);
}

/**
 * One spelling per mailbox, as far as that is safe to say: no spaces around it, one Unicode form,
 * lower case. Dots and `+tags` stay, because only the mailbox's owner knows what they mean.
 */
export function normaliseEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/**
 * Without letters and digits that look or sound alike (0 O, 1 I L, 2 Z, 5 S, 8 B, 6 G, U V W), and without vowels,
 * so that no code spells a word. Their number is prime, which is what the check below rests on: no code may be longer.
 */
const ALPHABET = '34679CDFHJKMNPQRTXY';
const GROUP = 3;
const ORDER_LENGTH = 9;
/** 59 random bits: nothing to guess for a service that counts tries. */
const DEVICE_LENGTH = 15;

/** `below(n)` gives an integer from 0 to n − 1. */
type Draw = (max: number) => number;

export const drawOrderCode = (below: Draw) => draw(ORDER_LENGTH, below);

/** The code that a person typed, in any spelling; null when it cannot be one, one wrong character included. */
export const parseOrderCode = (text: string) => parse(ORDER_LENGTH, text);

/** Opens a place on another device. */
export const drawDeviceCode = (below: Draw) => draw(DEVICE_LENGTH, below);

export const parseDeviceCode = (text: string) => parse(DEVICE_LENGTH, text);

/** As people read it: in groups of three. */
export function formatCode(code: string): string {
  return code.replace(new RegExp(`(.{${GROUP}})(?=.)`, 'g'), '$1-');
}

/** Drawn characters, and one that checks them. */
function draw(length: number, below: Draw): string {
  const drawn = Array.from({ length: length - 1 }, () => below(ALPHABET.length));
  // The last character has weight 1, so it makes up for whatever the others add up to.
  const sum = weightedSum(drawn, length);
  const check = (ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length;
  return [...drawn, check].map((value) => ALPHABET[value]).join('');
}

function parse(length: number, text: string): string | null {
  const code = text.toUpperCase().replace(/[\s#.\-\u200e-\u2015\u2066-\u2069]/g, '');
  const values = Array.from(code, (char) => ALPHABET.indexOf(char));
  const isCode =
    values.length === length &&
    !values.includes(-1) &&
    weightedSum(values, length) % ALPHABET.length === 0;
  return isCode ? code : null;
}

/** Each position has a weight of its own: a changed character, and any two that changed places, change the sum. */
function weightedSum(values: readonly number[], length: number): number {
  return values.reduce((sum, value, at) => sum + value * (length - at), 0);
}
