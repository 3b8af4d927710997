import type { Refusal } from '@flash/web';

/** What the API says about one field, to stand beside it. */
export function fieldError(refusal: Refusal | null, path: string): string | undefined {
  return refusal?.errors.find((error) => error.path === path)?.message;
}

/** A refusal that is about more than the fields which are shown; those speak for themselves. */
export function generalRefusal(refusal: Refusal | null, shown: readonly string[]): Refusal | null {
  if (!refusal || refusal.errors.length === 0) return refusal;
  return refusal.errors.every(({ path }) => shown.includes(path)) ? null : refusal;
}
