import { expect, it } from 'vitest';
import { secretOf } from './secret-of.ts';

it('the secret can be typed into an app that cannot see the picture', () => {
  const uri = 'otpauth://totp/Flash%20Sale:ada%40example.org?secret=JBSWY3DPEHPK3PXP&digits=6';
  expect(secretOf(uri)).toBe('JBSW Y3DP EHPK 3PXP');
});
