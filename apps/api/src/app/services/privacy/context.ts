import type { Deps } from '../../deps.ts';
import type { JoinTimes } from '../queue/join-times.ts';

export interface PrivacyContext
  extends Pick<Deps, 'db' | 'engine' | 'clock' | 'identity' | 'record'> {
  joinTimes: JoinTimes;
  /** Makes the name under which the audit log knows a person that it may not name. */
  secret: string;
}
