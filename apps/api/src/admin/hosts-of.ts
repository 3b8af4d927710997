/** Where a database was looked for, of one host or of several, without the name and password before them. */
export function hostsOf(uri: string): string {
  return /^[a-z+]+:\/\/(?:[^/?]*@)?([^/?]+)/i.exec(uri)?.[1] ?? 'the address that was given';
}
