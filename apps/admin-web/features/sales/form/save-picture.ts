import type { AdminSale } from '@flash/shared-types';
import type { Answer } from '@flash/web';
import type { TeamApi } from '../../../lib/team-api.ts';
import type { PictureChoice } from './picture-choice.ts';

/** After the sale itself: a picture belongs to a sale that is there. */
export async function savePicture(
  team: TeamApi,
  sale: AdminSale,
  choice: PictureChoice,
): Promise<Answer<AdminSale>> {
  const params = { id: sale.id };
  if (choice.kind === 'file') return team.putPicture({ params, bytes: choice.file });
  if (choice.kind === 'none') return team.removePicture({ params });
  return { ok: true, value: sale, status: 200, startedAt: Date.now() };
}
