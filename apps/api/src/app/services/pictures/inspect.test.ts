import { PICTURE_SIDE_MAX, type PictureType, pictureTypes } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { jpeg, png, pngChunk, webp } from '../../testing/pictures.ts';
import { inspectPicture } from './inspect.ts';

const pictures: Record<PictureType, Buffer> = {
  'image/png': png,
  'image/jpeg': jpeg,
  'image/webp': webp,
};
const each = Object.entries(pictures) as [PictureType, Buffer][];

describe.each(each)('%s', (type, file) => {
  test('is known with its size, and by the same name each time', () => {
    const known = inspectPicture(file, type);
    expect(known?.picture).toMatchObject({ type, width: 3, height: 2 });
    expect(known?.picture.hash).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(inspectPicture(Buffer.from(file), type)).toEqual(known);
    expect(known?.bytes).toEqual(file);
  });

  test('is no picture when any part of its end is missing', () => {
    for (let length = 0; length < file.length; length += 1) {
      expect(inspectPicture(file.subarray(0, length), type), `${length} bytes`).toBeNull();
    }
  });

  test('is refused with something hidden behind it', () => {
    for (const more of ['\0', '<script>alert(1)</script>', 'PK\x03\x04']) {
      expect(inspectPicture(Buffer.concat([file, Buffer.from(more)]), type)).toBeNull();
    }
  });

  test('is refused under the name of another type', () => {
    for (const other of pictureTypes.filter((one) => one !== type)) {
      expect(inspectPicture(file, other)).toBeNull();
    }
  });

  test('never throws, whichever byte is wrong', () => {
    for (let at = 0; at < file.length; at += 1) {
      for (const value of [0, 0x7f, 0xff]) {
        const broken = Buffer.from(file);
        broken[at] = value;
        expect(() => inspectPicture(broken, type)).not.toThrow();
      }
    }
  });

  test.each([
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '<!doctype html><title>x</title>',
    'GIF89a',
    '',
  ])('is not %j', (text) => {
    expect(inspectPicture(Buffer.from(text), type)).toBeNull();
  });
});

describe('what a camera wrote beside a picture is not kept', () => {
  const secret = 'GPS 52.5163 N 13.3777 E, taken by Ada';
  const bare = (file: Buffer, type: PictureType) => {
    const bytes = inspectPicture(file, type)?.bytes;
    expect(bytes).toBeDefined();
    expect(bytes?.includes(secret.slice(0, 8))).toBe(false);
    return bytes;
  };
  const segment = (marker: number, data: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  const jpegWith = (...segments: Buffer[]) =>
    Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
  const exif = (orientation: number, order: 'II' | 'MM') => {
    const tiff = Buffer.alloc(26);
    tiff.write(order, 'latin1');
    const [two, four] =
      order === 'II'
        ? [tiff.writeUInt16LE.bind(tiff), tiff.writeUInt32LE.bind(tiff)]
        : [tiff.writeUInt16BE.bind(tiff), tiff.writeUInt32BE.bind(tiff)];
    two(42, 2);
    four(8, 4);
    two(1, 8);
    two(0x0112, 10);
    two(3, 12);
    four(1, 14);
    two(orientation, 18);
    return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from(secret)]));
  };

  test('in a JPEG: Exif, XMP, IPTC and comments go, the colours stay', () => {
    const profile = segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01colours'));
    const file = jpegWith(
      exif(1, 'II'),
      segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${secret}`)),
      segment(0xed, Buffer.from(`Photoshop 3.0\0${secret}`)),
      segment(0xe2, Buffer.from(`MPF\0${secret}`)),
      segment(0xfe, Buffer.from(secret)),
      profile,
    );
    expect(bare(file, 'image/jpeg')).toEqual(jpegWith(profile));
  });

  test.each(['II', 'MM'] as const)(
    'in a JPEG (%s) only which side is up stays, and survives twice',
    (order) => {
      const once = bare(jpegWith(exif(6, order)), 'image/jpeg');
      expect(once?.length).toBe(jpeg.length + 36);
      expect(once && bare(once, 'image/jpeg')).toEqual(once);
      expect(bare(jpegWith(exif(9, order)), 'image/jpeg')).toEqual(jpeg);
    },
  );

  test('in a PNG: texts, times and Exif go, transparency and colours stay', () => {
    const [head, tail] = [png.subarray(0, 33), png.subarray(33)];
    const chunk = (name: string) => pngChunk(name, Buffer.from(secret));
    const gamma = pngChunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f]));
    const beside = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'abCd'].map(chunk);
    expect(bare(Buffer.concat([head, ...beside, gamma, tail]), 'image/png')).toEqual(
      Buffer.concat([head, gamma, tail]),
    );
  });

  test('in a WebP: Exif and XMP go, and the header no longer promises them', () => {
    const chunk = (name: string, data: Buffer) => {
      const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
      head.writeUInt32LE(data.length, 4);
      return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
    };
    const file = (flags: number, ...more: Buffer[]) => {
      const canvas = chunk('VP8X', Buffer.from([flags, 0, 0, 0, 2, 0, 0, 1, 0, 0]));
      const riff = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
      const whole = Buffer.concat([riff, canvas, webp.subarray(12), ...more]);
      whole.writeUInt32LE(whole.length - 8, 4);
      return whole;
    };
    const beside = [chunk('EXIF', Buffer.from(secret)), chunk('XMP ', Buffer.from(`${secret}.`))];
    expect(bare(file(0b1100, ...beside), 'image/webp')).toEqual(file(0));
  });
});

describe('a picture that is refused', () => {
  const [signature, header, rest] = [png.subarray(0, 8), png.subarray(8, 33), png.subarray(33)];
  const headerOf = (width: number, height: number) => {
    const data = Buffer.from(header.subarray(8, 21));
    data.writeUInt32BE(width, 0);
    data.writeUInt32BE(height, 4);
    return pngChunk('IHDR', data);
  };
  const sized = (width: number, height: number) =>
    inspectPicture(Buffer.concat([signature, headerOf(width, height), rest]), 'image/png');

  test('is one of nothing, or of more than a screen could ever show', () => {
    expect(sized(PICTURE_SIDE_MAX, 1)?.picture).toMatchObject({
      width: PICTURE_SIDE_MAX,
      height: 1,
    });
    for (const [width, height] of [
      [0, 2],
      [3, 0],
      [PICTURE_SIDE_MAX + 1, 1],
      [1, 2 ** 32 - 1],
    ] as const) {
      expect(sized(width, height)).toBeNull();
    }
  });

  test('is one that moves', () => {
    const control = pngChunk('acTL', Buffer.alloc(8));
    const apng = Buffer.concat([signature, header, control, rest]);
    expect(inspectPicture(apng, 'image/png')).toBeNull();
    const still = Buffer.concat([signature, header, pngChunk('tEXt', Buffer.from('a')), rest]);
    expect(inspectPicture(still, 'image/png')).not.toBeNull();

    const extended = (flags: number, more = Buffer.alloc(0)) => {
      const head = Buffer.from('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0', 'latin1');
      const canvas = Buffer.from([flags, 0, 0, 0, 2, 0, 0, 1, 0, 0]);
      const file = Buffer.concat([head, canvas, more, webp.subarray(12)]);
      file.writeUInt32LE(file.length - 8, 4);
      return inspectPicture(file, 'image/webp');
    };
    expect(extended(0)?.picture).toMatchObject({ width: 3, height: 2 });
    expect(extended(2)).toBeNull();
    expect(extended(0, Buffer.from('ANIM\x06\0\0\0\0\0\0\0\0\0', 'latin1'))).toBeNull();
  });

  test('is a file of large promises that would take long to look through', () => {
    const begin = performance.now();
    const size = 512 * 1024;
    const scan = Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(size, Buffer.from([0xff, 0]))]);
    expect(inspectPicture(scan, 'image/jpeg')).toBeNull();
    const empties = Buffer.alloc(size, pngChunk('tEXt', Buffer.alloc(0)));
    const file = Buffer.concat([signature, header, empties]);
    expect(inspectPicture(file, 'image/png')).toBeNull();
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});
