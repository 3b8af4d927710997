export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The versions that an If-Match names, or null when any will do: a list matches when one of its tags
 * does, and what is no tag of ours matches nothing.
 */
export function versionsOf(ifMatch: string | undefined): readonly number[] | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') {
    return null;
  }
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  // A proxy that compresses answers marks our tag as weak; it still names the version.
  const versions = tags.map((tag) => /^(?:W\/)?"(\d{1,15})"$/.exec(tag)?.[1]);
  return versions.filter((version) => version !== undefined).map(Number);
}
