/**
 * Where a browser loads a file of the API from. It is a link and no call: the file is streamed to
 * the disk with the session's cookie, however large it is, and never passes through this page.
 */
export function downloadLink(
  base: string,
  path: string,
  query: Record<string, string | undefined>,
): string {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query)) {
    if (value) {
      url.searchParams.set(name, value);
    }
  }
  return url.href;
}
