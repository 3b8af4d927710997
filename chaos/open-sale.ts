import type { World } from './world.ts';

/** A sale that is open already; `terms` come on top of what every sale here has. */
export async function openSale(
  { team }: Pick<World, 'team'>,
  terms: { name: string; startingQuantity: number; [term: string]: unknown },
): Promise<string> {
  const now = Date.now();
  const made = await team('POST', '/flash-sales', {
    pricePerUnit: 10,
    startsAt: new Date(now - 1_000).toISOString(),
    // Also by the clock of an API that is an hour ahead.
    endsAt: new Date(now + 10_800_000).toISOString(),
    ...terms,
  });
  if (made.status !== 201) {
    throw new Error(`no sale: ${made.status} ${JSON.stringify(made.body)}`);
  }
  return String(made.body.id);
}
