import { sessionGuard } from './session-guard.ts';
import type { TeamApi } from './team-api.ts';

/**
 * Address from which the browser downloads a file of the API. A link and not a call: the file is
 * streamed to the disk with the session's cookie, whatever its size.
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

/** Time enough for the browser to ask for a file. */
const LEAST_FRESH_MS = 10_000;

/** A browser loads a file by itself, so whether it may is found out before. */
export async function mayDownload(team: Pick<TeamApi, 'getSession'>): Promise<boolean> {
  const session = await team.getSession();
  const isFresh = session.ok && session.value.session.freshForMs > LEAST_FRESH_MS;
  return isFresh || sessionGuard.askToConfirm();
}
