import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { mongo } from 'mongoose';

/** Documents one after the other as MongoDB's own dumps have them: `mongorestore` reads them, too. */
export interface Written {
  documents: number;
  sha256: string;
}

/** Written beside and renamed once it is on the disk: a reader sees all of it or nothing. */
export async function writeDocuments(
  file: string,
  documents: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Written> {
  let count = 0;
  const counted = async function* () {
    for await (const document of documents) {
      count += 1;
      yield document;
    }
  };
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const half = `${file}.part`;
  const out = createWriteStream(half, { mode: 0o600 });
  await pipeline(Readable.from(counted()), createGzip(), hashed, out);
  await settle(half);
  await rename(half, file);
  await settle(dirname(file));
  return { documents: count, sha256: hash.digest('hex') };
}

/** Until the disk has it. */
export async function settle(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/** Numbers keep their type: a document is written back exactly as it was. */
const EXACT = { promoteValues: false, promoteBuffers: false, bsonRegExp: true } as const;
const LENGTH_BYTES = 4;

export async function* readDocuments(file: string): AsyncGenerator<mongo.Document> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file).pipe(createGunzip())) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.length - at >= LENGTH_BYTES && rest.length - at >= rest.readInt32LE(at)) {
      const end = at + rest.readInt32LE(at);
      yield mongo.BSON.deserialize(rest.subarray(at, end), EXACT);
      at = end;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) {
    throw new Error(`${file} ends within a document.`);
  }
}
