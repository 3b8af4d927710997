import mongoose, { type Connection } from 'mongoose';

/** Mongoose from the one driver it brings: two drivers would break `instanceof` and BSON. */
export async function openConnection(
  uri: string,
  options: { appName?: string; maxPoolSize?: number },
): Promise<Connection> {
  return mongoose
    .createConnection(uri, {
      appName: options.appName ?? 'flash-sale',
      maxPoolSize: options.maxPoolSize ?? 40,
      // What an answer rests on survives the loss of a minority of the servers.
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5_000 },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      serverSelectionTimeoutMS: 3_000,
      connectTimeoutMS: 3_000,
      socketTimeoutMS: 20_000,
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
    })
    .asPromise();
}
