import type { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

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
