import { addresses } from '../../lib/addresses.ts';
import type { TeamApi } from '../../lib/team-api.ts';
import { tellSignedOut } from '../session/signed-out.ts';

export async function signOut(team: TeamApi): Promise<void> {
  await team.signOut();
  tellSignedOut();
  location.assign(addresses.login);
}
