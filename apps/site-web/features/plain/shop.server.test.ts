import { createClient, createHttp, routes } from '@flash/client';
import { expect, test } from 'vitest';
import { submitForm } from './shop.server.ts';

const TOKEN = 'a'.repeat(43);

/** Sends a form of the plain page to an API that answers as told, by path; says what the API was sent. */
async function submit(fields: Record<string, string>, answers: Record<string, [number, object]>) {
  const sent: [string, unknown][] = [];
  const send: typeof fetch = async (input, init) => {
    const path = new URL(String(input)).pathname.replace('/api/auth/', '');
    sent.push([path, JSON.parse(String(init?.body))]);
    const [status, body] = answers[path] ?? [404, {}];
    return Response.json(body, { status });
  };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.set(name, value);
  }
  const shop = createClient(createHttp('http://api.test', send), routes);
  return { outcome: await submitForm(shop, { id: 's1', locale: 'de' }, form), sent };
}

test('a reader without JavaScript asks for the link, in the language of the page', async () => {
  const fields = { do: 'forgot', email: ' ada@example.org ' };
  const { outcome, sent } = await submit(fields, { 'request-password-reset': [200, { ok: true }] });
  expect(outcome).toEqual({ refused: null, told: 'link' });
  expect(sent).toEqual([['request-password-reset', { email: 'ada@example.org', locale: 'de' }]]);
  const refusal = { code: 'NO_MAIL', status: 409 };
  const silent = await submit(fields, { 'request-password-reset': [409, refusal] });
  expect(silent.outcome).toEqual({ refused: 'NO_MAIL', told: null });
});

test('the link as it stands in the mail, pasted, sets the new password and signs in with it', async () => {
  const fields = {
    ...{ do: 'choosePassword', password: 'three words here' },
    link: ` https://shop.example.org/de/password#token=${TOKEN} `,
  };
  const email = 'ada@example.org';
  const { outcome, sent } = await submit(fields, {
    'reset-password': [200, { ok: true, email }],
    'sign-in/email': [200, { token: 't', user: { id: 'u1', email, name: 'Ada' } }],
  });
  expect(outcome).toEqual({ refused: null, told: 'password' });
  expect(sent).toEqual([
    ['reset-password', { token: TOKEN, password: 'three words here' }],
    ['sign-in/email', { email, password: 'three words here' }],
  ]);
});

test('a pasted text that is no link, and a password that is too weak, are each named and change nothing', async () => {
  const refusalOf = (path: string) => ({
    ...{ code: 'VALIDATION_FAILED', status: 400, errors: [{ path, message: 'must be another' }] },
  });
  const fields = { do: 'choosePassword', link: 'what?', password: 'short' };
  const noLink = await submit(fields, { 'reset-password': [400, refusalOf('token')] });
  expect(noLink.outcome).toEqual({ refused: 'LINK_INVALID', told: null });
  const unfit = await submit(fields, { 'reset-password': [400, refusalOf('password')] });
  expect(unfit.outcome).toEqual({ refused: null, told: 'unfit' });
  expect(unfit.sent).toHaveLength(1);
});
