import { Anchor, Code, Text } from '@mantine/core';
import { addresses } from '../../lib/addresses.ts';
import { GatePage } from './gate-page.tsx';

interface DeadLinkProps {
  kind: 'setup' | 'invitation' | 'reset';
  /** Their account, when one was made or used on the way. */
  email?: string;
}

const words = {
  setup: (
    <>
      It was used before, or a newer one was made. It works only while nobody owns this system: the
      API prints the newest one when it starts. If an owner lost the way in, run{' '}
      <Code>npm run admin -- reset &lt;email&gt;</Code> where the API runs.
    </>
  ),
  invitation: (
    <>It was used before, was taken back, or is older than 72 hours. Ask an owner for a new one.</>
  ),
  reset: (
    <>
      It was used before, a newer one was made, or it is older than 72 hours. Ask an owner for a new
      one; an owner runs <Code>npm run admin -- reset &lt;email&gt;</Code> where the API runs.
    </>
  ),
};

export function DeadLink({ kind, email }: DeadLinkProps) {
  return (
    <GatePage title="This link does not work any more" lead={words[kind]}>
      {email && <Text size="sm">Your account {email} is there and keeps its password.</Text>}
      <Text size="sm">
        <Anchor href={addresses.login}>
          {email ? 'Go on with this account' : 'Sign in instead'}
        </Anchor>
      </Text>
    </GatePage>
  );
}
