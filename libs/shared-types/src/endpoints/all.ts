import { accountEndpoints } from './accounts.ts';
import { buyEndpoints } from './buy.ts';
import { controlEndpoints } from './control.ts';
import { orderEndpoints } from './orders.ts';
import { privacyEndpoints } from './privacy.ts';
import { queueEndpoints } from './queue.ts';
import { saleEndpoints } from './sales.ts';
import { systemEndpoints } from './system.ts';
import { teamEndpoints } from './team.ts';

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
