import type { Places } from '@flash/reservation';
import type { Deps } from '../../deps.ts';
import type { JoinTimes } from '../console/join-times.ts';

export interface PrivacyContext
  extends Pick<Deps, 'db' | 'engine' | 'clock' | 'identity' | 'record'> {
  joinTimes: JoinTimes;
  places: Pick<Places, 'networksOf'>;
  /** Makes the name under which the audit log knows a person that it may not name. */
  secret: string;
}
