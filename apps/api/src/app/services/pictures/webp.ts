import { type Size, sensible } from './size.ts';

const MOVES = 0b10;
/** What may stand in a picture that does not move. */
const known = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ICCP', 'EXIF', 'XMP ']);

/** Size of a WebP picture of one frame that fills its file exactly; else null. */
export function webpSize(file: Buffer): Size | null {
  const isRiff = file.length >= 20 && file.toString('latin1', 0, 4) === 'RIFF';
  if (!isRiff || file.toString('latin1', 8, 12) !== 'WEBP') {
    return null;
  }
  if (file.readUInt32LE(4) + 8 !== file.length) {
    return null;
  }
  let canvas: Size | null = null;
  let image: Size | null = null;
  let at = 12;
  while (at + 8 <= file.length) {
    const name = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const end = at + 8 + length;
    if (end > file.length || !known.has(name)) {
      return null;
    }
    const size = readers[name]?.(file.subarray(at + 8, end));
    if (size === null) {
      return null;
    }
    if (size && name === 'VP8X') {
      if (at !== 12) {
        return null;
      }
      canvas = size;
    } else if (size) {
      if (image) {
        return null;
      }
      image = size;
    }
    // Chunks begin at even places.
    at = end + (length % 2);
  }
  if (at !== file.length || !image) {
    return null;
  }
  const fits = !canvas || (canvas.width === image.width && canvas.height === image.height);
  return fits ? image : null;
}

const beside = new Set(['EXIF', 'XMP ']);
const SAYS_BESIDE = 0b1100;

/** The same picture without place and time of a photograph. For whole files only. */
export function bareWebp(file: Buffer): Buffer {
  const parts: Buffer[] = [file.subarray(0, 12)];
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (!beside.has(name)) {
      parts.push(file.subarray(at, end));
    }
    at = end;
  }
  const bare = Buffer.concat(parts);
  bare.writeUInt32LE(bare.length - 8, 4);
  // The header must not promise what is gone.
  if (bare.toString('latin1', 12, 16) === 'VP8X') {
    bare[20] = (bare[20] ?? 0) & ~SAYS_BESIDE;
  }
  return bare;
}

const readers: Record<string, (chunk: Buffer) => Size | null> = {
  VP8X(chunk) {
    if (chunk.length !== 10 || ((chunk[0] ?? 0) & MOVES) !== 0) {
      return null;
    }
    return sensible(chunk.readUIntLE(4, 3) + 1, chunk.readUIntLE(7, 3) + 1);
  },
  'VP8 '(chunk) {
    const isKeyFrame = chunk.length > 10 && ((chunk[0] ?? 1) & 1) === 0;
    if (!isKeyFrame || chunk.readUIntBE(3, 3) !== 0x9d012a) {
      return null;
    }
    return sensible(chunk.readUInt16LE(6) & 0x3fff, chunk.readUInt16LE(8) & 0x3fff);
  },
  VP8L(chunk) {
    if (chunk.length <= 5 || chunk[0] !== 0x2f) {
      return null;
    }
    const bits = chunk.readUInt32LE(1);
    return sensible((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  },
};
