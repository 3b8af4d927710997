import type { Waiting } from './waiting.ts';

/**
 * Takes the next batch out of the queue, in order: one epoch, and nobody beside someone with the
 * same buyer, unit or fence, since a clash inside a batch would blame a record that may never be.
 */
export function takeBatch(queue: Waiting[], max: number): Waiting[] {
  const batch: Waiting[] = [];
  const left: Waiting[] = [];
  const taken = new Set<string>();
  for (const one of queue) {
    if (one.isOver()) {
      continue;
    }
    const names = namesOf(one);
    const fits =
      batch.length < max &&
      one.doc.epoch === (batch[0]?.doc.epoch ?? one.doc.epoch) &&
      !names.some((name) => taken.has(name));
    if (!fits) {
      left.push(one);
      continue;
    }
    for (const name of names) {
      taken.add(name);
    }
    batch.push(one);
  }
  queue.splice(0, queue.length, ...left);
  return batch;
}

function namesOf({ doc }: Waiting): string[] {
  return [`b${doc.buyer}`, `u${doc.unit}`, `f${doc.fence}`];
}
