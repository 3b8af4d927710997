import { parseDeviceCode } from '@flash/shared-utils';
import { z } from 'zod';
import { id, utc } from '../scalars.ts';
import { placeBody } from './purchase.ts';

export const deviceCodeBody = placeBody;

export const deviceCodeAnswer = z.object({
  /** Five groups of three; shown once. */
  code: z.string().meta({ description: 'A secret: it opens the place, once.' }),
  flashSaleId: id,
  expiresAt: utc,
  serverNow: utc,
});
export type DeviceCodeAnswer = z.infer<typeof deviceCodeAnswer>;

export const deviceCodeQuery = z.object({ flashSaleId: id });

export const deviceCodeState = z.object({
  /** `none`: this place has no code, or its last one ran out unused. */
  state: z.enum(['none', 'open', 'used']),
  expiresAt: utc.nullable(),
  usedAt: utc.nullable(),
  serverNow: utc,
});
export type DeviceCodeState = z.infer<typeof deviceCodeState>;

export const openByCodeBody = z.object({
  flashSaleId: id,
  code: z
    .string()
    .max(64)
    .refine((text) => parseDeviceCode(text) !== null, 'is not a whole code')
    .meta({ description: 'In any spelling: case, spaces and dashes do not matter.' }),
});

export const openByCodeAnswer = z.object({
  ok: z.literal(true),
  flashSaleId: id,
  /** The address that the place is known by. */
  email: z.string().nullable(),
});
export type OpenByCodeAnswer = z.infer<typeof openByCodeAnswer>;
