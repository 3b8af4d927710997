import { type Size, sensible } from './size.ts';

const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda];
/** Baseline, extended and progressive: what browsers draw. */
const frames = new Set([0xc0, 0xc1, 0xc2]);

/** Size of a JPEG that is whole from its first marker to its last, with nothing after it; else null. */
export function jpegSize(file: Buffer): Size | null {
  if (file.length < 4 || file[0] !== 0xff || file[1] !== SOI) return null;
  let size: Size | null = null;
  let hasScan = false;
  let at = 2;
  while (at + 2 <= file.length) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1] ?? 0;
    if (marker === EOI) return hasScan && at + 2 === file.length ? size : null;
    if (marker === 0xff) {
      // Padding in front of a marker.
      at += 1;
      continue;
    }
    const end = endOfSegment(file, at);
    if (end === null || marker < 0xc0) return null;
    if (frames.has(marker)) {
      if (size !== null) return null;
      size = frameOf(file.subarray(at + 4, end));
    }
    if (marker === SOS) {
      if (size === null) return null;
      hasScan = true;
    }
    at = marker === SOS ? endOfScan(file, end) : end;
  }
  return null;
}

function endOfSegment(file: Buffer, at: number): number | null {
  if (at + 4 > file.length) return null;
  const length = file.readUInt16BE(at + 2);
  const end = at + 2 + length;
  return length >= 2 && end <= file.length ? end : null;
}

function frameOf(frame: Buffer): Size | null {
  const components = frame[5] ?? 0;
  if (![1, 3, 4].includes(components) || frame.length !== 6 + 3 * components) return null;
  return sensible(frame.readUInt16BE(3), frame.readUInt16BE(1));
}

/** Compressed data goes on until a marker that neither stands for a byte 255 nor restarts it. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return file.length;
}
