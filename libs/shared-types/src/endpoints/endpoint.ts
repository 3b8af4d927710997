import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { Access } from '../team/roles.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Media = 'application/json' | 'text/event-stream' | 'text/csv' | 'image/*';
export type Tag =
  | 'Buy'
  | 'Sales'
  | 'Control'
  | 'Orders'
  | 'Queue'
  | 'Team'
  | 'Accounts'
  | 'System'
  | 'Privacy';

export type AnswerHeader = 'etag' | 'location' | 'set-cookie' | 'x-ticket' | 'content-disposition';

/** One route: the API registers it, the sites call it and the documentation shows it. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  method: Method;
  path: string;
  role: Access;
  tag: Tag;
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** The body is bytes of one of these types instead of JSON. */
  bodyMedia?: readonly string[];
  /** Of an event stream: the data of one event. */
  answer: Answer;
  status: number;
  media: Media;
  /** Remembers its answer under an Idempotency-Key. */
  idempotent: boolean;
  /** Needs a sign-in or a confirmed password of the last minutes: what a stolen session must not do. */
  fresh: boolean;
  /** The same for everyone: caches keep it, under a tag that a caller may name in If-None-Match. */
  shared?: boolean;
  /** Takes the versions that the caller has seen in If-Match. */
  ifMatch?: boolean;
  /** Headers of the answer, besides those that every answer has. */
  headers?: readonly AnswerHeader[];
  /** Answers of another status that are no refusals; without a body unless it is the same. */
  others?: readonly { status: number; summary: string; sameBody?: boolean }[];
  /** The refusals that belong to this route, besides those any route may give. */
  errors: readonly ErrorCode[];
  example: {
    params?: z.input<Params>;
    query?: z.input<Query>;
    body?: z.input<Body>;
    answer: z.input<Answer>;
  };
}

const FRESHNESS = 'FRESH_SIGN_IN_NEEDED' as const;

type Preset = 'status' | 'media' | 'idempotent' | 'fresh' | 'errors';

export function endpoint<
  Answer extends z.ZodType,
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Body extends z.ZodType = z.ZodNever,
>(
  definition: Omit<Endpoint<Params, Query, Body, Answer>, Preset> &
    Partial<Pick<Endpoint<Params, Query, Body, Answer>, Preset>>,
): Endpoint<Params, Query, Body, Answer> {
  return {
    status: 200,
    media: 'application/json',
    idempotent: false,
    fresh: false,
    ...definition,
    errors: [...(definition.errors ?? []), ...(definition.fresh ? [FRESHNESS] : [])],
  };
}

type Part<Name extends string, Schema extends z.ZodType> = [z.input<Schema>] extends [never]
  ? unknown
  : // A part whose fields are all optional may be left out as a whole.
    Record<never, never> extends z.input<Schema>
    ? { [Key in Name]?: z.input<Schema> }
    : { [Key in Name]: z.input<Schema> };

/** What a client has to pass to call an endpoint. */
export type CallOf<Route> =
  Route extends Endpoint<infer Params, infer Query, infer Body, z.ZodType>
    ? Part<'params', Params> & Part<'query', Query> & Part<'body', Body>
    : never;

/** What a client gets from it. */
export type AnswerOf<Route extends Endpoint> = z.output<Route['answer']>;

/** The path with its parameters filled in. */
export function pathOf(path: string, params: Record<string, string> = {}): string {
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
