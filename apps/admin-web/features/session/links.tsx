import { Anchor, Code, Text } from '@mantine/core';
import { addresses } from '../../lib/addresses.ts';
import { GatePage } from './gate-page.tsx';

export interface JoinLink {
  kind: 'setup' | 'invitation';
  token: string;
}

/** `/setup/:token` and `/invitations/:token`. */
export function joinLinkIn(pathname: string): JoinLink {
  const [, first, token = ''] = pathname.split('/');
  return { kind: first === 'setup' ? 'setup' : 'invitation', token };
}

/** `/reset/:token` */
export const resetTokenIn = (pathname: string): string => pathname.split('/')[2] ?? '';

const LIKE_A_TOKEN = /^[A-Za-z0-9_-]{16,128}$/;

/** Detects a truncated link without asking the API. */
export const isWellFormed = (token: string): boolean => LIKE_A_TOKEN.test(token);

interface DeadLinkProps {
  kind: 'setup' | 'invitation' | 'reset';
  /** The account that was created or used before the link turned out to be dead. */
  email?: string;
}

const words = {
  setup: (
    <>
      It was used before, or a newer one was created. It works only while the system has no owner:
      the API prints the newest one when it starts. If an owner cannot sign in, run{' '}
      <Code>npm run admin -- reset &lt;email&gt;</Code> on the server of the API.
    </>
  ),
  invitation: (
    <>It was used before, was revoked, or is older than 72 hours. Ask an owner for a new one.</>
  ),
  reset: (
    <>
      It was used before, a newer one was created, or it is older than 72 hours. Ask an owner for a
      new one; an owner runs <Code>npm run admin -- reset &lt;email&gt;</Code> on the server of the
      API.
    </>
  ),
};

export function DeadLink({ kind, email }: DeadLinkProps) {
  return (
    <GatePage title="This link no longer works" lead={words[kind]}>
      {email && (
        <Text size="sm">Your account {email} still exists and its password is unchanged.</Text>
      )}
      <Text size="sm">
        <Anchor href={addresses.login}>
          {email ? 'Continue with this account' : 'Sign in instead'}
        </Anchor>
      </Text>
    </GatePage>
  );
}
