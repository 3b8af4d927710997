import { expect, test, vi } from 'vitest';
import { jpeg, webp, widePng } from '../../testing/pictures.ts';
import { inspectPicture } from './inspect.ts';
import { createScaleDown } from './picture-cache.ts';

const log = { warn: vi.fn() };
const scaleDown = createScaleDown(log);
const wide = { type: 'image/png', bytes: widePng } as const;

test('a narrower copy has the asked width and the shape of the picture, and fewer bytes', async () => {
  const { type, bytes } = await scaleDown(wide, 640);
  expect(inspectPicture(bytes, 'image/webp')?.picture).toMatchObject({ width: 640, height: 30 });
  expect(type).toBe('image/webp');
  expect(bytes.length).toBeLessThan(widePng.length / 2);
});

test('a picture whose copy would not be smaller stays as it is', async () => {
  const small = { type: 'image/webp', bytes: webp } as const;
  expect(await scaleDown(small, 640)).toBe(small);
});

test('a picture that cannot be drawn is sent whole, is reported, and stops no other', async () => {
  const torn = { type: 'image/jpeg', bytes: jpeg.subarray(0, 200) } as const;
  const [first, second] = await Promise.all([scaleDown(torn, 640), scaleDown(wide, 640)]);
  expect(first).toBe(torn);
  expect(second.type).toBe('image/webp');
  expect(log.warn).toHaveBeenCalledOnce();
});
