import type { Sale } from '../types.ts';

/** Whether a sale has state in Redis that must be kept and, if lost, restored. */
export function isLive(status: Sale['status'], epoch: number): boolean {
  return epoch > 0 && status !== 'draft' && status !== 'archived';
}

/** A sale gets its first epoch when it is put on the schedule. */
export function epochAfter(status: Sale['status'], epoch: number): number {
  return status === 'OnSchedule' ? Math.max(1, epoch) : epoch;
}
