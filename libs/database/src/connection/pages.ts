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
export const listTimeMsMax = 5_000;
