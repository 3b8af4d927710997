import { expect, test } from 'vitest';
import { prettyJson } from './deliveries.tsx';
import { hostOf } from './page.tsx';

test('a body is shown with line breaks, and what is no JSON as it came', () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyJson('<p>no</p>')).toBe('<p>no</p>');
});

test('a webhook is named by its host, without a path that may hold a secret', () => {
  expect(hostOf('https://hooks.example.org/in?token=abc')).toBe('hooks.example.org');
  expect(hostOf('nonsense')).toBe('nonsense');
});
