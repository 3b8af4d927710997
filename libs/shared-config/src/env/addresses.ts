interface Listening {
  PORT_OFFSET: number;
  BEND_HOST: string;
  BEND_PORT: number;
  FEND_HOST: string;
  FEND_PORT: number;
  ADMIN_HOST: string;
  ADMIN_PORT: number;
  WORKER_PORT: number;
  BETTER_AUTH_URL?: string | undefined;
  NEXT_PUBLIC_API_URL?: string | undefined;
  SITE_URL?: string | undefined;
  ADMIN_URL?: string | undefined;
  CLIENT_ORIGINS?: string[] | undefined;
}

/** Ports as listened on, and the addresses that follow from them where none was given. */
export function addressesOf(env: Listening) {
  const bendPort = env.BEND_PORT + env.PORT_OFFSET;
  const fendPort = env.FEND_PORT + env.PORT_OFFSET;
  const adminPort = env.ADMIN_PORT + env.PORT_OFFSET;
  const ownApi = address(env.BEND_HOST, bendPort);
  const adminUrl = env.ADMIN_URL ?? address(env.ADMIN_HOST, adminPort);
  const siteUrl = env.SITE_URL ?? address(env.FEND_HOST, fendPort);
  const betterAuthUrl = env.BETTER_AUTH_URL ?? ownApi;
  const asRun = [betterAuthUrl, adminUrl, siteUrl].map((url) => new URL(url).origin);
  return {
    bendPort,
    fendPort,
    adminPort,
    workerPort: env.WORKER_PORT + env.PORT_OFFSET,
    betterAuthUrl,
    nextPublicApiUrl: env.NEXT_PUBLIC_API_URL ?? ownApi,
    siteUrl,
    adminUrl,
    clientOrigins: env.CLIENT_ORIGINS ?? [...new Set(asRun)],
  };
}

export function portFaults(env: Listening): string[] {
  const names = ['BEND_PORT', 'FEND_PORT', 'ADMIN_PORT', 'WORKER_PORT'] as const;
  return names
    .filter((name) => env[name] + env.PORT_OFFSET > 65_535)
    .map((name) => `${name} plus PORT_OFFSET must be at most 65535`);
}

/** Listening everywhere is not an address that anyone can open. */
function address(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
