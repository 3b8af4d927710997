import { crc32 } from 'node:zlib';
import { type Size, sensible } from './size.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const AROUND = 12;
/** Bit depths that each colour type knows. */
const depths: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const mayBeCritical = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/** The chunks of pictures that move. */
const moving = new Set(['acTL', 'fcTL', 'fdAT']);

/** Size of a PNG whose every chunk is whole and whose last one ends the file; else null. */
export function pngSize(file: Buffer): Size | null {
  if (!file.subarray(0, 8).equals(SIGNATURE)) {
    return null;
  }
  let size: Size | null = null;
  let hasData = false;
  for (let at = SIGNATURE.length; at + AROUND <= file.length; ) {
    const end = at + AROUND + file.readUInt32BE(at);
    if (end > file.length || !isWhole(file.subarray(at, end))) {
      return null;
    }
    const name = file.toString('latin1', at + 4, at + 8);
    if (!isAllowed(name) || (name === 'IHDR') !== (size === null)) {
      return null;
    }
    if (name === 'IHDR') {
      size = headerOf(file.subarray(at + 8, end - 4));
    }
    if (size === null) {
      return null;
    }
    if (name === 'IDAT') {
      hasData = true;
    }
    if (name === 'IEND') {
      return hasData && end === file.length ? size : null;
    }
    at = end;
  }
  return null;
}

/** What says how the pixels are drawn; place and time of a photograph, texts and the like are not among it. */
const drawn = new Set([
  ...mayBeCritical,
  ...['tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'pHYs', 'cICP'],
]);

/** The same picture without what was written beside it. For whole files only. */
export function barePng(file: Buffer): Buffer {
  const parts: Buffer[] = [SIGNATURE];
  for (let at = SIGNATURE.length; at + AROUND <= file.length; ) {
    const end = at + AROUND + file.readUInt32BE(at);
    if (drawn.has(file.toString('latin1', at + 4, at + 8))) {
      parts.push(file.subarray(at, end));
    }
    at = end;
  }
  return Buffer.concat(parts);
}

function isWhole(chunk: Buffer): boolean {
  return crc32(chunk.subarray(4, -4)) === chunk.readUInt32BE(chunk.length - 4);
}

function isAllowed(name: string): boolean {
  const isCritical = /^[A-Z]/.test(name);
  return (
    /^[A-Za-z]{4}$/.test(name) && !moving.has(name) && (!isCritical || mayBeCritical.has(name))
  );
}

function headerOf(header: Buffer): Size | null {
  if (header.length !== 13) {
    return null;
  }
  const [depth = 0, colour = 0, compression, filter, interlace = 2] = header.subarray(8);
  if (!depths[colour]?.includes(depth)) {
    return null;
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    return null;
  }
  return sensible(header.readUInt32BE(0), header.readUInt32BE(4));
}
