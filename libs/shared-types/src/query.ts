import { z } from 'zod';

/** A number in a query: digits only, so `1e3`, ` 5`, `0x10` and lists are refused. */
export const queryInt = (min: number, max: number) =>
  z
    .union([
      z.int(),
      z
        .string()
        .regex(/^\d{1,15}$/, 'must be digits')
        .transform(Number),
    ])
    .pipe(z.int().min(min).max(max));

/** Forms send `?q=&status=`: an empty parameter means it was not given. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform((): undefined => undefined), schema]).optional();

export const PAGE_SIZE_DEFAULT = 20;
export const PAGE_SIZE_MAX = 100;

/** Both names of the page size are in use; a larger wish than the maximum gets the maximum. */
export const paging = {
  page: optional(queryInt(1, 1_000_000)),
  pageSize: optional(queryInt(1, Number.MAX_SAFE_INTEGER)),
  limit: optional(queryInt(1, Number.MAX_SAFE_INTEGER)),
};

export interface Paging {
  page?: number | undefined;
  pageSize?: number | undefined;
  limit?: number | undefined;
}

export function pageOf(query: Paging): { page: number; limit: number; skip: number } {
  const page = query.page ?? 1;
  const limit = Math.min(query.pageSize ?? query.limit ?? PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX);
  return { page, limit, skip: (page - 1) * limit };
}

/** What every paged answer carries besides its items. */
export const pageFields = {
  total: z.int().min(0),
  page: z.int().min(1),
  limit: z.int().min(1),
  pageSize: z.int().min(1),
};
