import { accountEndpoints } from './accounts.ts';
import { buyEndpoints } from './buy.ts';
import { controlEndpoints } from './control.ts';
import { mailEndpoints, orderEndpoints } from './orders.ts';
import { queueEndpoints } from './queue.ts';
import { saleEndpoints } from './sales.ts';
import { systemEndpoints } from './system.ts';
import { privacyEndpoints, teamEndpoints } from './team.ts';

/** Apart from those of the keys: which scopes a key may have is read from this table. */
export const tablesBesidesKeys = {
  ...buyEndpoints,
  ...saleEndpoints,
  ...controlEndpoints,
  ...orderEndpoints,
  ...queueEndpoints,
  ...mailEndpoints,
  ...privacyEndpoints,
  ...teamEndpoints,
  ...accountEndpoints,
  ...systemEndpoints,
};
