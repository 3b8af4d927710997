import type { Env } from '@flash/shared-config';
import fastifyPlugin from 'fastify-plugin';
import { isLoopback, isPrivate } from '../services/base/address.ts';

type Trust = boolean | string[] | ((address: string, hop: number) => boolean);

/**
 * Which proxies' forwarding headers count. A count of hops alone would also believe anyone who
 * reaches the API directly, so each of those hops also has to be a private address.
 */
export function trustOf(proxies: Env['trustedProxies']): Trust {
  if (typeof proxies !== 'number') {
    return proxies;
  }
  return (address, hop) => hop < proxies && isPrivate(address);
}

/**
 * Behind a proxy that is not named, all people share the proxy's address and so its limits: one of them
 * can use up the sign-ins of all. Said once, since the header alone may also come from a single caller.
 */
export const unnamedProxyPlugin = fastifyPlugin(
  async (app) => {
    const { env, log } = app.deps;
    if (env.trustedProxies !== false) {
      return;
    }
    let isSaid = false;
    app.addHook('onRequest', ({ headers, socket }, _, done) => {
      const from = socket.remoteAddress ?? '';
      // Outside production nothing on this machine is limited by its address.
      const counts = isPrivate(from) && (env.isProduction || !isLoopback(from));
      if (!isSaid && counts && headers['x-forwarded-for'] !== undefined) {
        isSaid = true;
        log.warn(
          { proxy: from },
          'X-Forwarded-For is ignored: name the proxy in TRUSTED_PROXIES, else all people behind it count as one address',
        );
      }
      done();
    });
  },
  { name: 'unnamed-proxy', dependencies: ['deps'] },
);
