import type { mongo } from 'mongoose';

/**
 * What was forgotten, by ids that lead to no person by themselves: whatever brings back older data applies it
 * again. Written before anything is deleted.
 */
export type Forgetting =
  | { kind: 'person'; account: string | null; buyers: readonly string[]; isByAddress: boolean }
  | { kind: 'sale'; sale: string };

export type NotedForgetting = Forgetting & { id: string; at: number };

export interface Forgettings {
  /** Its name, as a stream of changes tells it. */
  readonly collection: string;
  note(forgetting: Forgetting, at: number): Promise<void>;
  all(): AsyncIterable<NotedForgetting>;
  /** Takes over what another list has; what is here already stays as it is. */
  add(noted: NotedForgetting): Promise<void>;
}

type ForgettingDoc = Forgetting & { _id: string; at: number };

export function createForgettings(db: mongo.Db): Forgettings {
  const list = db.collection<ForgettingDoc>('forgettings');
  const put = ({ id, ...noted }: NotedForgetting) =>
    list.updateOne({ _id: id }, { $setOnInsert: noted }, { upsert: true });
  return {
    collection: list.collectionName,
    async note(forgetting, at) {
      const id =
        forgetting.kind === 'sale'
          ? `sale:${forgetting.sale}`
          : `person:${forgetting.account ?? forgetting.buyers[0] ?? ''}:${at}`;
      await put({ ...forgetting, id, at });
    },
    async *all() {
      for await (const { _id, ...noted } of list.find({}, { sort: { at: 1 } })) {
        yield { ...noted, id: _id } as NotedForgetting;
      }
    },
    async add(noted) {
      await put(noted);
    },
  };
}
