import {
  sessionAnswer,
  signedIn,
  signedOut,
  signInAnswer,
  signInBody,
  signUpBody,
} from '../auth.ts';
import { userId } from '../examples.ts';
import { endpoint } from './endpoint.ts';

const user = { id: userId, email: 'grace@example.org', name: 'Grace Hopper' };
const token = 'n2Vd8xQ0cR7mZ4uJ';
const password = 'a long passphrase';

export const accountEndpoints = {
  signUp: endpoint({
    method: 'POST',
    path: '/api/auth/sign-up/email',
    role: 'public',
    tag: 'Accounts',
    summary: 'Make an account',
    body: signUpBody,
    answer: signedIn,
    errors: ['EMAIL_TAKEN', 'ORIGIN_REFUSED'],
    example: {
      body: { name: user.name, email: user.email, password },
      answer: { token, user },
    },
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    role: 'public',
    tag: 'Accounts',
    summary: 'Sign in; the token is also a bearer token',
    body: signInBody,
    answer: signInAnswer,
    errors: ['INVALID_CREDENTIALS', 'ORIGIN_REFUSED'],
    example: { body: { email: user.email, password }, answer: { token, user } },
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/api/auth/sign-out',
    role: 'public',
    tag: 'Accounts',
    summary: 'End the session',
    answer: signedOut,
    example: { answer: { ok: true } },
  }),
  getSession: endpoint({
    method: 'GET',
    path: '/api/auth/get-session',
    role: 'public',
    tag: 'Accounts',
    summary: 'Who is signed in, with the role in the team',
    answer: sessionAnswer,
    errors: ['UNAUTHENTICATED'],
    example: {
      answer: { session: { id: 's1', userId }, user: { ...user, role: 'operator' } },
    },
  }),
};
