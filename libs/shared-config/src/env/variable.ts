import { z } from 'zod';

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

/** Variables are text: a number is digits and nothing else. */
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

export const percent = z
  .string()
  .regex(/^\d{1,3}(?:\.\d{1,6})?$/, 'must be a number from 0 to 100')
  .transform(Number)
  .pipe(z.number().max(100, 'must be a number from 0 to 100'));

export const port = integer(1, 65_535);
export const name = z.string().regex(/^[A-Za-z0-9_{}-]{1,64}$/, 'must be letters, digits, - or _');
export const host = z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/, 'must be a host name or address');

/** Never shown in a message: a secret in a log is a secret no more. */
export const smtp = z
  .string()
  .max(1_000)
  .refine(
    (text) => text === 'off' || (/^smtps?:\/\/[^\s/]+\/?$/.test(text) && URL.canParse(text)),
    'must be off, or an smtp:// or smtps:// address',
  );
export const mailbox = z
  .string()
  .max(320)
  .regex(
    /^(?:[^<>@"\r\n]{1,100} <[^\s<>@",;]+@[^\s<>@",;]+>|[^\s<>@",;]+@[^\s<>@",;]+)$/,
    'must be an address, or a name and an address in <>',
  );
export const text = z.string().max(20_000);
export const secret = z.string().min(1).max(1_000);

/** The first signs; each of them is accepted. */
export const secrets = z
  .string()
  .max(10_000)
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(secret));

export const url = z.string().refine(isHttpUrl, 'must be an http or https address');

export const origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .pipe(
    z.array(
      z
        .string()
        .refine(
          (origin) => isHttpUrl(origin) && new URL(origin).origin === origin,
          'must be exact origins such as https://shop.example.org, separated by commas',
        ),
    ),
  );

/** A number of hops, or the addresses and networks that proxies have. */
export const proxies = z
  .string()
  .regex(
    /^(?:\d{1,2}|[0-9A-Za-z.:/]+(?:\s*,\s*[0-9A-Za-z.:/]+)*)$/,
    'must be a number of hops, or addresses and networks separated by commas',
  )
  .transform((text): number | string[] =>
    /^\d+$/.test(text) ? Number(text) : text.split(',').map((part) => part.trim()),
  );

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}
