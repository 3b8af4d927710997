import type { z } from 'zod';

/** One variable of the environment: how it is read, and how people are told about it. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  /** As documented; words in parentheses where it is derived from others. */
  default: string;
  meaning: string;
  /** Value in `.env.docker`, where it differs from the default. */
  docker?: string;
  /** Value in `.env.sample`, where the default is not a value. */
  sample?: string;
}

/** With a default that is read like any other value. */
export function variable<Schema extends z.ZodType<unknown, string>>(
  schema: Schema,
  fallback: string,
  meaning: string,
  docker?: string,
) {
  return {
    schema: schema.prefault(fallback as z.input<Schema>),
    default: fallback,
    meaning,
    ...(docker === undefined ? {} : { docker }),
  };
}

/** Without a value unless one is given; `fallback` says in words what then happens. */
export function optionalVariable<Schema extends z.ZodType<unknown, string>>(
  schema: Schema,
  fallback: string,
  meaning: string,
  places: { docker?: string; sample?: string } = {},
) {
  return { schema: schema.optional(), default: fallback, meaning, ...places };
}
