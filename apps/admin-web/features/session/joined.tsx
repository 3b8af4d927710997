import type { Role } from '@flash/shared-types';
import { Anchor, Button, Text } from '@mantine/core';
import { addresses } from '../../lib/addresses.ts';
import { aRole, roleWords } from '../team/role-words.ts';
import { GatePage } from './gate-page.tsx';

export function Joined({ role }: { role: Role }) {
  return (
    <GatePage title="Welcome to the team" lead={`You are ${aRole(role)} now. ${roleWords[role]}`}>
      <Button component="a" href={addresses.sales}>
        Go to sales
      </Button>
      <Text size="sm" c="dimmed">
        Protect your account:{' '}
        <Anchor underline="always" inherit href={addresses.account}>
          turn on two-factor authentication
        </Anchor>
        {role === 'owner' ? ' (required for owners in production).' : '.'}
      </Text>
    </GatePage>
  );
}
