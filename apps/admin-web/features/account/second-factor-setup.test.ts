import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrPath, secretOf } from './second-factor-setup.tsx';

test('the secret is shown in groups of four letters, for typing it in', () => {
  const uri = 'otpauth://totp/Flash%20Sale:ada%40example.org?secret=JBSWY3DPEHPK3PXP&digits=6';
  expect(secretOf(uri)).toBe('JBSW Y3DP EHPK 3PXP');
});

test('the QR picture draws exactly the dark modules of the code', () => {
  const { data, size } = encode('otpauth://totp/Flash%20Sale:ada%40example.org?secret=JBSWY3DP');
  const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of qrPath(data).matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  }
  expect(drawn).toEqual(data);
});
