import { keyEndpoints, webhookEndpoints } from './integrations.ts';
import { tablesBesidesKeys } from './tables.ts';

/** Every route of the API, by name. */
export const endpoints = { ...tablesBesidesKeys, ...keyEndpoints, ...webhookEndpoints };

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
