import { expect, test } from 'vitest';
import { operatorTexts } from './operator-texts.ts';

test('operator texts are read from their variables, and empty ones count as absent', () => {
  const env = { SITE_IMPRINT: 'Shop Ltd\\nMain St 1', SITE_PRIVACY: '', HOME: '/root' };
  expect(operatorTexts(env)).toEqual({ imprint: 'Shop Ltd\nMain St 1' });
});
