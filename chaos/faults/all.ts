import { clockFaults } from './clocks.ts';
import type { Fault } from './fault.ts';
import { mongoFaults } from './mongo.ts';
import { peopleFaults } from './people.ts';
import { processFaults } from './processes.ts';
import { queueFaults } from './queue.ts';
import { redisAnswerFaults } from './redis-answers.ts';
import { redisDataFaults } from './redis-data.ts';
import { socketFaults } from './sockets.ts';

export const allFaults: readonly Fault[] = [
  ...processFaults,
  ...queueFaults,
  ...redisDataFaults,
  ...redisAnswerFaults,
  ...mongoFaults,
  ...peopleFaults,
  ...socketFaults,
  ...clockFaults,
];

/** `F13` means each of its forms, `F13.kill` that one; throws at what does not exist. */
export function faultsNamed(name: string): Fault[] {
  const found = allFaults.filter(({ id }) => id === name || id.startsWith(`${name}.`));
  if (found.length === 0) {
    throw new Error(`There is no fault ${name}: ${allFaults.map(({ id }) => id).join(', ')}`);
  }
  return found;
}
