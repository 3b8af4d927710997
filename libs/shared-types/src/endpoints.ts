import { accountEndpoints } from './endpoints/accounts.ts';
import { buyEndpoints } from './endpoints/buy.ts';
import { controlEndpoints } from './endpoints/control.ts';
import { orderEndpoints } from './endpoints/orders.ts';
import { privacyEndpoints } from './endpoints/privacy.ts';
import { queueEndpoints } from './endpoints/queue.ts';
import { saleEndpoints } from './endpoints/sales.ts';
import { systemEndpoints } from './endpoints/system.ts';
import { teamEndpoints } from './endpoints/team.ts';

/** Every route of the API, by name. */
export const endpoints = {
  ...buyEndpoints,
  ...saleEndpoints,
  ...controlEndpoints,
  ...orderEndpoints,
  ...queueEndpoints,
  ...privacyEndpoints,
  ...teamEndpoints,
  ...accountEndpoints,
  ...systemEndpoints,
};

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
