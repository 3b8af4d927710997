import { connectDatabase } from '@flash/database';
import { loadEnv } from '@flash/shared-config';

/** For a job before a release: every index is there when its first process starts. */
const db = await connectDatabase(loadEnv().mongoUri, { appName: 'flash-indexes' });
try {
  await db.ensureIndexes();
  process.stdout.write('the indexes are as they should be\n');
} finally {
  await db.close();
}
