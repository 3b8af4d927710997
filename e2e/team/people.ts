import { expect, type Page } from '@playwright/test';
import { apiUrl, post } from '../support/call.ts';
import { anEmail, aPassword, freshOrganiser } from '../support/shop.ts';

export interface Person {
  name: string;
  email: string;
  /** A session of their own, apart from any browser. */
  token: string;
}

type Role = 'viewer' | 'support' | 'operator' | 'owner';

export const adminUrl = (path = '/') => new URL(path, process.env.E2E_ADMIN).href;

/** An account without a role: a sign-up at the customers' site. */
export async function someone(name = 'Grace Hopper'): Promise<Person> {
  const body = { name, email: anEmail(), password: aPassword };
  const origin = process.env.E2E_SITE ?? '';
  const { value } = await post<{ token: string }>('/api/auth/sign-up/email', body, { origin });
  return { name, email: body.email, token: value.token };
}

export async function member(role: Role, name?: string): Promise<Person> {
  const person = await someone(name);
  const owner = { authorization: `Bearer ${await freshOrganiser()}` };
  // The link is what counts; the lists of the team then show the person's address once.
  const invited = { email: anEmail(), role };
  const made = await post<{ token: string }>('/team/invitations', invited, owner);
  const own = { authorization: `Bearer ${person.token}` };
  await post('/team/invitations/accept', { token: made.value.token }, own);
  return person;
}

/** Ends every session but the one of the token, as after the loss of a device. */
export const endOtherSessions = ({ token }: Person) =>
  post('/api/auth/revoke-other-sessions', {}, { authorization: `Bearer ${token}` });

export async function fillSignIn(page: Page, email: string, password = aPassword): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function signIn(page: Page, { email }: Person, path?: string): Promise<void> {
  await page.goto(adminUrl(path ?? '/login'));
  await fillSignIn(page, email);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeAttached();
}

/** A refused request is a fact about the API, whatever a page shows. */
export async function statusOf(path: string, { token }: Person): Promise<number> {
  const answer = await fetch(apiUrl() + path, { headers: { authorization: `Bearer ${token}` } });
  return answer.status;
}
