import type { StoredPicture } from '@flash/database';
import { expect, test, vi } from 'vitest';
import { createKeptPictures } from './picture-cache.ts';

const of = (size: number): StoredPicture => ({ type: 'image/png', bytes: Buffer.alloc(size) });

const narrow = async (_: StoredPicture, width: number) => of(width / 640);

function shelf(maxBytes: number) {
  const read: string[] = [];
  const pictures = {
    async read(saleId: string, hash: string) {
      read.push(`${saleId}/${hash}`);
      return hash === 'none' ? null : of(10);
    },
  };
  return { read, kept: createKeptPictures(pictures, narrow, maxBytes) };
}

test('a crowd costs one reading', async () => {
  const { read, kept } = shelf(100);
  await Promise.all(Array.from({ length: 50 }, () => kept.get('s', 'a')));
  await kept.get('s', 'a');
  expect(read).toEqual(['s/a']);
});

test('the least recently requested picture is dropped, so that memory stays bounded', async () => {
  const { read, kept } = shelf(25);
  for (const hash of ['a', 'b', 'a', 'c', 'a', 'b']) {
    await kept.get('s', hash);
  }
  expect(read).toEqual(['s/a', 's/b', 's/c', 's/b']);
});

test('a picture that is not there yet is looked for again', async () => {
  const { read, kept } = shelf(100);
  expect(await kept.get('s', 'none')).toBeNull();
  expect(await kept.get('s', 'none')).toBeNull();
  expect(read).toHaveLength(2);
});

test('one that is asked for again while it arrives is counted once', async () => {
  const read: string[] = [];
  let again = 0;
  const kept = createKeptPictures(
    {
      read(_, hash) {
        read.push(hash);
        const arriving = Promise.resolve(of(10));
        if (hash === 'a' && again++ === 0) {
          queueMicrotask(() => void arriving.then(() => kept.get('s', 'a')));
        }
        return arriving;
      },
    },
    narrow,
    25,
  );
  await kept.get('s', 'a');
  await new Promise(setImmediate);
  await kept.get('s', 'b');
  read.length = 0;
  await kept.get('s', 'a');
  await kept.get('s', 'b');
  expect(read).toEqual([]);
});

test('a copy of another width is made once for a crowd, and is kept beside the whole picture', async () => {
  const made: number[] = [];
  const read = vi.fn(async () => of(10));
  const kept = createKeptPictures({ read }, async (_, width) => {
    made.push(width);
    return of(5);
  });
  const copies = Array.from({ length: 50 }, () => kept.get('s', 'a', '640'));
  expect((await Promise.all(copies)).map((copy) => copy?.bytes.length)).toEqual(Array(50).fill(5));
  await kept.get('s', 'a', '1280');
  expect((await kept.get('s', 'a'))?.bytes.length).toBe(10);
  expect([made, read.mock.calls.length]).toEqual([[640, 1280], 1]);
});
