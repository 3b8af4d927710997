import { isCountry } from '@flash/shared-utils';
import { z } from 'zod';

export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code')
  .refine(isCountry, 'must be an ISO 3166-1 alpha-2 code');
