import { AppError } from '../../errors.ts';
import { withinTime } from '../base/within-time.ts';

const PATIENCE_MS = 1_500;

/** A driver looks for its server much longer than a buyer waits. */
export async function patiently<T extends object | null>(reading: Promise<T>): Promise<T> {
  const read = await withinTime(
    reading.then((value) => ({ value })),
    PATIENCE_MS,
  );
  if (!read) throw new AppError('UNAVAILABLE');
  return read.value;
}
