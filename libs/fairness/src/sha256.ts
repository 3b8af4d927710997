/**
 * SHA-256 in plain JavaScript: synchronous and the same in Node and in a browser, where the built-in
 * one only answers promises and only on secure pages. A test holds it against node:crypto.
 */
function sha256(input: string | Uint8Array): Uint8Array {
  return digest(FRESH, 0, bytesOf(input));
}

export function sha256Hex(input: string | Uint8Array): string {
  return toHex(sha256(input));
}

/** The keyed digest, with the key taken in once for any number of texts. */
export function createHmac(key: string): (text: string) => Uint8Array {
  const raw = encoder.encode(key);
  const block = new Uint8Array(64);
  block.set(raw.length > 64 ? sha256(raw) : raw);
  const inner = stateAfter(block.map((value) => value ^ 0x36));
  const outer = stateAfter(block.map((value) => value ^ 0x5c));
  return (text) => digest(outer, 64, digest(inner, 64, bytesOf(text)));
}

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += HEX[byte];
  }
  return text;
}

const encoder = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const K = Int32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)));
const FRESH = Int32Array.from(firstPrimes(8), (prime) => fraction(Math.sqrt(prime)));
// Used again by every call: nothing here waits in the middle, and millions of leaves are made.
const W = new Int32Array(64);
const state = new Int32Array(8);
const tail = new Uint8Array(128);
const tailView = new DataView(tail.buffer);
const encoded = new Uint8Array(16_384);

/** The digest of `bytes` after `before` bytes that led to the state `from`. */
function digest(from: Int32Array, before: number, bytes: Uint8Array): Uint8Array {
  state.set(from);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) {
    compress(bytes, at);
  }
  const end = padTail(bytes, whole, before + bytes.length);
  for (let at = 0; at < end; at += 64) {
    compress(tail, at);
  }
  const result = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) {
    result[i] = word(state, i >> 2) >>> (24 - (i % 4) * 8);
  }
  return result;
}

function stateAfter(block: Uint8Array): Int32Array {
  state.set(FRESH);
  compress(block, 0);
  return state.slice();
}

/** What is left after the whole blocks, with the mark and the length that end every message. */
function padTail(bytes: Uint8Array, from: number, length: number): number {
  const rest = bytes.length - from;
  const end = rest < 56 ? 64 : 128;
  tail.fill(0);
  for (let i = 0; i < rest; i += 1) {
    tail[i] = byte(bytes, from + i);
  }
  tail[rest] = 0x80;
  tailView.setUint32(end - 8, Math.floor(length / 0x20000000));
  tailView.setUint32(end - 4, (length << 3) >>> 0);
  return end;
}

function bytesOf(input: string | Uint8Array): Uint8Array {
  if (typeof input !== 'string') {
    return input;
  }
  if (input.length * 3 > encoded.length) {
    return encoder.encode(input);
  }
  return encoded.subarray(0, encoder.encodeInto(input, encoded).written);
}

function compress(bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i += 1) {
    const b = at + i * 4;
    W[i] =
      (byte(bytes, b) << 24) |
      (byte(bytes, b + 1) << 16) |
      (byte(bytes, b + 2) << 8) |
      byte(bytes, b + 3);
  }
  for (let i = 16; i < 64; i += 1) {
    const x = word(W, i - 15);
    const y = word(W, i - 2);
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = word(W, i - 16) + s0 + word(W, i - 7) + s1;
  }
  let a = word(state, 0);
  let b = word(state, 1);
  let c = word(state, 2);
  let d = word(state, 3);
  let e = word(state, 4);
  let f = word(state, 5);
  let g = word(state, 6);
  let h = word(state, 7);
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(K, i) + word(W, i)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = word(state, 0) + a;
  state[1] = word(state, 1) + b;
  state[2] = word(state, 2) + c;
  state[3] = word(state, 3) + d;
  state[4] = word(state, 4) + e;
  state[5] = word(state, 5) + f;
  state[6] = word(state, 6) + g;
  state[7] = word(state, 7) + h;
}

// The arrays are never read past their ends; `?? 0` only tells the compiler so.
const word = (words: Int32Array, i: number): number => words[i] ?? 0;
const byte = (bytes: Uint8Array, i: number): number => bytes[i] ?? 0;

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 0x100000000) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) {
      primes.push(candidate);
    }
  }
  return primes;
}
