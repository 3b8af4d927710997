/** `3f2a91c07b5e-dirty` as people read it out. */
export function shortCommit(commit: string): string {
  return commit === 'unknown'
    ? 'commit not known'
    : commit.replace(/^([0-9a-f]{8})[0-9a-f]*/, '$1');
}
