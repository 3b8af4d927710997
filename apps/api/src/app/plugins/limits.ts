import { createHmac } from 'node:crypto';
import type { Sale } from '@flash/database';
import { endpoints } from '@flash/shared-types';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { addressKey, isLoopback } from '../services/base/address.ts';
import { createLimiter, createOpenCount, type LimitRule } from '../services/base/limiter.ts';
import { networkOf } from '../services/shared/buyer-digests.ts';

declare module 'fastify' {
  interface FastifyInstance {
    limits: Limits;
  }
}

/** Each one throws 429 with Retry-After once its limit is passed. `key` = ticket's buyer or account. */
interface Limits {
  /** 20 in 10 s for a key, and the address; null: the caller has proved nothing, the address alone counts. */
  join(request: FastifyRequest, key: string | null): Promise<void>;
  /** 20 in 10 s for a key, of leaving, of extending and of preparing a payment each. */
  change(what: 'leave' | 'extend' | 'payment', key: string): Promise<void>;
  /** 20 in 10 s for a key: each one is written to MongoDB. */
  code(key: string): Promise<void>;
  /** 10 in 10 minutes for a key, and 60 in an hour for the address: each one may send a mail. */
  mail(request: FastifyRequest, key: string): Promise<void>;
  /** 20 in 10 minutes for the address: each one may send a mail to an account that its caller only names. */
  passwordMail(request: FastifyRequest): Promise<void>;
  /** 40 in 1 s for a key. */
  poll(request: FastifyRequest, key: string | null): Promise<void>;
  /** 5 in 10 s for account and address, 50 in 10 s for the address, wherever it comes from. */
  signIn(request: FastifyRequest, email: string): Promise<void>;
  /** 300 in 10 s for an API key. */
  keyCall(keyId: string): Promise<void>;
  /** 20 in 10 s for the address, of API keys that open nothing. */
  wrongKey(request: FastifyRequest): Promise<void>;
  /** For the address: accounts cost a password hash each. */
  signUp(request: FastifyRequest): Promise<void>;
  /** Under which network a place of this sale is counted; undefined: it is not. */
  networkOf(request: FastifyRequest, sale: Sale): string | undefined;
  /** At most 10 open streams for a key; call what it returns when the stream closes. */
  openStream(request: FastifyRequest, key: string): () => void;
}

const TEN_SECONDS = 10_000;
// Counted in the process at first: a buyer who keeps the pace the server sets never costs Redis a call.
const join = { name: 'join', max: 20, windowMs: TEN_SECONDS, local: 3 };
const changes = {
  leave: { name: 'leave', max: 20, windowMs: TEN_SECONDS, local: 3 },
  extend: { name: 'extend', max: 20, windowMs: TEN_SECONDS, local: 3 },
  payment: { name: 'payment', max: 20, windowMs: TEN_SECONDS, local: 3 },
};
const makeCode = { name: 'device-code', max: 20, windowMs: TEN_SECONDS, local: 3 };
// A code is far too long to guess; this keeps a guesser from costing a read each.
const useCode = { name: 'device-code-from', max: 20, windowMs: TEN_SECONDS };
const mail = { name: 'mail', max: 10, windowMs: 600_000 };
const mailAddress = { name: 'mail-from', max: 60, windowMs: 3_600_000 };
const passwordMail = { name: 'password-mail-from', max: 20, windowMs: 600_000 };
const poll = { name: 'poll', max: 40, windowMs: 1_000, local: 5 };
const signInAccount = { name: 'sign-in', max: 5, windowMs: TEN_SECONDS };
const signInAddress = { name: 'sign-in-from', max: 50, windowMs: TEN_SECONDS };
// Each one costs a password hash, and tells whether an address has an account.
const signUpAddress = { name: 'sign-up-from', max: 20, windowMs: TEN_SECONDS };
const keyCall = { name: 'api-key', max: 300, windowMs: TEN_SECONDS, local: 20 };
const wrongKey = { name: 'api-key-from', max: 20, windowMs: TEN_SECONDS };
const STREAMS_MAX = 10;

export const limitsPlugin = fastifyPlugin(
  async (app) => {
    const { env, redis, clock, metrics } = app.deps;
    const limiter = createLimiter(redis, () => clock.now());
    // A stream is a resource of the process that holds it, so each process counts its own.
    const streams = createOpenCount(STREAMS_MAX);
    const streamsFrom = createOpenCount(env.rateLimits.addressStreams);
    const joinAddress = perAddress('join-from', env.rateLimits.addressJoinsPer10s, TEN_SECONDS);
    const pollAddress = {
      ...perAddress('poll-from', env.rateLimits.addressPollsPerSecond, 1_000),
      local: 50,
    };
    const exempt = (ip: string) => !env.isProduction && isLoopback(ip);

    const take = async (rule: LimitRule, key: string) => {
      const verdict = await limiter.take(rule, key);
      if (verdict.allowed) {
        return;
      }
      metrics.limited.inc({ limit: rule.name });
      throw new AppError('RATE_LIMITED', { retryAfterMs: verdict.retryAfterMs });
    };
    const takeAddress = async (rule: LimitRule, ip: string) => {
      if (!exempt(ip)) {
        await take(rule, addressKey(ip));
      }
    };

    // An address is counted before its body is read, since reading it is part of the cost.
    const byRoute: Record<string, (ip: string) => Promise<void>> = {
      [endpoints.buy.path]: (ip) => takeAddress(joinAddress, ip),
      [endpoints.openByCode.path]: (ip) => takeAddress(useCode, ip).catch(onlyRefusals),
    };
    const polled = [
      endpoints.position,
      endpoints.receipt,
      endpoints.myOrders,
      endpoints.publicSales,
    ];
    for (const { path } of [...polled, endpoints.picture, endpoints.getSession]) {
      byRoute[path] = (ip) => takeAddress(pollAddress, ip).catch(onlyRefusals);
    }
    const posted = new Set<string>([endpoints.buy.path, endpoints.openByCode.path]);
    const reads = new Set(['GET', 'HEAD']);
    app.addHook('onRoute', (route) => {
      const count = byRoute[route.url];
      const isOther = !posted.has(route.url) && !reads.has(String(route.method));
      if (!count || isOther) {
        return;
      }
      const before = [route.onRequest ?? []].flat();
      route.onRequest = [...before, async (request: FastifyRequest) => count(request.ip)];
    });

    app.decorate('limits', {
      async join(_, key) {
        if (key !== null) {
          await take(join, key);
        }
      },
      async change(what, key) {
        // Giving a place back must work while Redis is full, when nothing can be counted.
        await take(changes[what], key).catch(onlyRefusals);
      },
      async code(key) {
        await take(makeCode, key).catch(onlyRefusals);
      },
      async mail(request, key) {
        await take(mail, key);
        await takeAddress(mailAddress, request.ip);
      },
      passwordMail: ({ ip }) => takeAddress(passwordMail, ip),
      async poll(_, key) {
        // A position needs Redis anyway; a limiter without Redis must not turn that into another error.
        if (key !== null) {
          await take(poll, key).catch(onlyRefusals);
        }
      },
      async signIn(request, email) {
        const from = addressKey(request.ip);
        const account = createHmac('sha256', env.jwtSecret).update(email).digest('base64url');
        await Promise.all([take(signInAddress, from), take(signInAccount, `${account}:${from}`)]);
      },
      keyCall: (keyId) => take(keyCall, keyId).catch(onlyRefusals),
      wrongKey: ({ ip }) => takeAddress(wrongKey, ip).catch(onlyRefusals),
      signUp: (request) => takeAddress(signUpAddress, request.ip),
      networkOf: ({ ip }, sale) => (exempt(ip) ? undefined : networkOf(sale, ip)),
      openStream(request, key) {
        const close = [streams.open(key)];
        if (!exempt(request.ip)) {
          close.push(streamsFrom.open(addressKey(request.ip)));
        }
        const release = () => {
          for (const one of close) {
            one?.();
          }
        };
        if (close.every((one) => one !== null)) {
          return release;
        }
        release();
        throw new AppError('TOO_MANY_STREAMS', { retryAfterMs: TEN_SECONDS });
      },
    });
  },
  { name: 'limits', dependencies: ['deps'] },
);

function perAddress(name: string, max: number, windowMs: number): LimitRule {
  return { name, max, windowMs };
}

function onlyRefusals(error: unknown): void {
  if (error instanceof AppError) {
    throw error;
  }
}
