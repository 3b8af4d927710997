import { expect, test } from 'vitest';
import { isGalleryShown } from './is-gallery-shown.ts';

test.each(['development', 'test'])('shows the gallery while the API runs in %s', (environment) => {
  expect(isGalleryShown({ status: 'ok', environment })).toBe(true);
});

test.each([
  { status: 'ok', environment: 'production' },
  { status: 'ok', environment: 'staging' },
  { status: 'ok' },
  null,
  'ok',
])('the gallery is hidden when the API answers %j', (health) => {
  expect(isGalleryShown(health)).toBe(false);
});
