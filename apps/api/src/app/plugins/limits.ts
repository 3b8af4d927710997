import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    limits: Limits;
  }
}

/** Each one throws 429 with Retry-After once its limit is passed. `key` = ticket's buyer or account. */
export interface Limits {
  /** 20 in 10 s for a key, and the address. Without Redis: 503, nobody gets in uncounted. */
  join(request: FastifyRequest, key: string): Promise<void>;
  /** 40 in 1 s for a key (null: nobody is proven, the address alone counts). */
  poll(request: FastifyRequest, key: string | null): Promise<void>;
  /** 5 in 10 s for account + address, 50 in 10 s for the address. */
  signIn(request: FastifyRequest, email: string): Promise<void>;
  /** At most 10 open streams for a key; call what it returns when the stream closes. */
  openStream(request: FastifyRequest, key: string): () => void;
}
