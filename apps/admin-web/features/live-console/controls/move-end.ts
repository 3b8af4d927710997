import type { Answer } from '@flash/client';
import type { AdminSale } from '@flash/shared-types';
import type { TeamApi } from '../../../lib/team-api.ts';

const TRIES = 5;

/**
 * Moves the end of the version that was shown. A newer version with the same end (another member
 * paused the sale, say) is no conflict; one that already ends as requested means that the first
 * answer was lost.
 */
export async function moveEnd(
  team: Pick<TeamApi, 'updateSale' | 'getSale'>,
  seen: AdminSale,
  to: number,
  reason: string,
): Promise<Answer<AdminSale>> {
  const params = { id: seen.id };
  const body = { endsAt: new Date(to).toISOString(), reason };
  for (let tries = 1; ; tries += 1) {
    const answer = await team.updateSale({ params, body, ifVersion: seen.version });
    if (answer.ok || answer.refusal.code !== 'SALE_CHANGED' || tries === TRIES) {
      return answer;
    }
    const fresh = await team.getSale({ params });
    if (!fresh.ok || Date.parse(fresh.value.endsAt) === to) {
      return fresh;
    }
    if (fresh.value.endsAt !== seen.endsAt) {
      return answer;
    }
    seen = fresh.value;
  }
}
