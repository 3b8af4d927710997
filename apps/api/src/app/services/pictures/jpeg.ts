import { type Size, sensible } from './size.ts';

const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda];
/** Baseline, extended and progressive: what browsers draw. */
const frames = new Set([0xc0, 0xc1, 0xc2]);

/** Size of a JPEG that is whole from its first marker to its last, with nothing after it; else null. */
export function jpegSize(file: Buffer): Size | null {
  if (file.length < 4 || file[0] !== 0xff || file[1] !== SOI) {
    return null;
  }
  let size: Size | null = null;
  let hasScan = false;
  let at = 2;
  while (at + 2 <= file.length) {
    if (file[at] !== 0xff) {
      return null;
    }
    const marker = file[at + 1] ?? 0;
    if (marker === EOI) {
      return hasScan && at + 2 === file.length ? size : null;
    }
    if (marker === 0xff) {
      // Padding in front of a marker.
      at += 1;
      continue;
    }
    const end = endOfSegment(file, at);
    if (end === null || marker < 0xc0) {
      return null;
    }
    if (frames.has(marker)) {
      if (size !== null) {
        return null;
      }
      size = frameOf(file.subarray(at + 4, end));
    }
    if (marker === SOS) {
      if (size === null) {
        return null;
      }
      hasScan = true;
    }
    at = marker === SOS ? endOfScan(file, end) : end;
  }
  return null;
}

/**
 * The same picture without what was written beside it: place, time and device of a photograph, comments,
 * small previews. Which side is up is kept, because browsers turn a photograph by it. For whole files only.
 */
export function bareJpeg(file: Buffer): Buffer {
  const parts: Buffer[] = [file.subarray(0, 2)];
  let at = 2;
  while (at + 2 <= file.length) {
    const marker = file[at + 1] ?? 0;
    if (marker === EOI) {
      break;
    }
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const segment = endOfSegment(file, at) ?? file.length;
    const end = marker === SOS ? endOfScan(file, segment) : segment;
    const part = file.subarray(at, end);
    if (!isBeside(marker, part)) {
      parts.push(part);
    } else if (part.toString('latin1', 4, 10) === EXIF) {
      parts.push(...orientationOnly(part));
    }
    at = end;
  }
  return Buffer.concat([...parts, Buffer.from([0xff, EOI])]);
}

const EXIF = 'Exif\0\0';
const ORIENTATION = 0x0112;

/** Of what applications may add, only colours and the header say how the picture is drawn. */
function isBeside(marker: number, part: Buffer): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef;
  const name = part.toString('latin1', 4, 16);
  const isNeeded =
    (marker === 0xe0 && name.startsWith('JFIF\0')) ||
    (marker === 0xe2 && name === 'ICC_PROFILE\0') ||
    (marker === 0xee && name.startsWith('Adobe'));
  return marker === 0xfe || (isApplication && !isNeeded);
}

/** A segment that says which side is up and nothing else; none when that is the usual one. */
function orientationOnly(part: Buffer): Buffer[] {
  const value = orientationIn(part.subarray(10));
  if (value === null || value === 1) {
    return [];
  }
  const segment = Buffer.alloc(36);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(34, 2);
  segment.write(EXIF, 4, 'latin1');
  // Big-endian, the first list of fields right behind, one field in it and no second list.
  segment.write('MM\0*', 10, 'latin1');
  segment.writeUInt32BE(8, 14);
  segment.writeUInt16BE(1, 18);
  segment.writeUInt16BE(ORIENTATION, 20);
  segment.writeUInt16BE(3, 22);
  segment.writeUInt32BE(1, 24);
  segment.writeUInt16BE(value, 28);
  return [segment];
}

function orientationIn(tiff: Buffer): number | null {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const two = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const four = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  if (tiff.length < 14) {
    return null;
  }
  const list = four(4);
  if (list + 2 > tiff.length) {
    return null;
  }
  for (
    let at = list + 2, left = two(list);
    left > 0 && at + 12 <= tiff.length;
    at += 12, left -= 1
  ) {
    if (two(at) !== ORIENTATION) {
      continue;
    }
    const value = two(at + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

function endOfSegment(file: Buffer, at: number): number | null {
  if (at + 4 > file.length) {
    return null;
  }
  const length = file.readUInt16BE(at + 2);
  const end = at + 2 + length;
  return length >= 2 && end <= file.length ? end : null;
}

function frameOf(frame: Buffer): Size | null {
  const components = frame[5] ?? 0;
  if (![1, 3, 4].includes(components) || frame.length !== 6 + 3 * components) {
    return null;
  }
  return sensible(frame.readUInt16BE(3), frame.readUInt16BE(1));
}

/** Compressed data goes on until a marker that neither stands for a byte 255 nor restarts it. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) {
      return at;
    }
  }
  return file.length;
}
