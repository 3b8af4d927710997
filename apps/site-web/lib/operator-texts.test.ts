import { expect, test } from 'vitest';
import { operatorTexts } from './operator-texts.ts';

test('takes the texts that an operator set, and no others', () => {
  const env = { SITE_IMPRINT: 'Shop Ltd\\nMain St 1', SITE_PRIVACY: '', HOME: '/root' };
  expect(operatorTexts(env)).toEqual({ imprint: 'Shop Ltd\nMain St 1' });
});
