import type { mongo } from 'mongoose';

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  limit: number;
}

/** Bounds what a caller may ask of one page. */
export function pageOf(
  options: { page?: number; limit?: number },
  limitMax = 100,
): { page: number; limit: number; skip: number } {
  const page = Math.max(1, Math.floor(options.page ?? 1));
  const limit = Math.min(limitMax, Math.max(1, Math.floor(options.limit ?? 20)));
  return { page, limit, skip: (page - 1) * limit };
}

/** What people type is text, never a pattern. */
export function containing(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
}

/** Longest time a list may take: a slow search must not hold up confirms. */
export const LIST_TIME_MS_MAX = 5_000;

export interface Search {
  query: Record<string, unknown>;
  sort: Record<string, 1 | -1>;
  /** The index that has every field of the query and of the sort in its key. */
  hint: string;
}

/**
 * One page and how many there are in all. Both walk the index only; documents are read for the rows
 * that are shown, so that the last page costs hardly more than the first one.
 */
export async function readPage<Doc extends mongo.Document>(
  from: mongo.Collection,
  { query, sort, hint }: Search,
  { skip, limit }: { skip: number; limit: number },
): Promise<{ docs: Doc[]; total: number }> {
  const bound = { hint, maxTimeMS: LIST_TIME_MS_MAX };
  const [rows, total] = await Promise.all([
    from.find(query, { ...bound, sort, skip, limit, projection: { _id: 1 } }).toArray(),
    from.countDocuments(query, bound),
  ]);
  const wanted = rows.map(({ _id }) => _id);
  const found = await from
    .find<Doc>({ _id: { $in: wanted } }, { maxTimeMS: LIST_TIME_MS_MAX })
    .toArray();
  const byId = new Map(found.map((doc) => [String(doc._id), doc]));
  const docs = wanted.map((id) => byId.get(String(id))).filter((doc) => doc !== undefined);
  return { docs, total };
}
