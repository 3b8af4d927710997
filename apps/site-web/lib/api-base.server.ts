import { siteConfig } from '@flash/web';

/** A server may reach the API at another address than browsers do. */
export const apiBase = () => process.env.API_INTERNAL_URL || siteConfig(process.env).apiUrl;
