import { AppError } from '../../errors.ts';

export function etagOf(version: number): string {
  return `"${version}"`;
}

/** The version a caller has seen, or null when any will do. What is no tag of ours matches nothing. */
export function versionOf(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  // A proxy that compresses answers marks our tag as weak; it still names the version.
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw new AppError('SALE_CHANGED');
  return Number(version);
}
