'use client';

import { Button, Menu, Text } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';

export function UserMenu() {
  const { team, user, role } = useMember();
  const leave = async () => {
    await team.signOut();
    location.assign(addresses.login);
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-md" maw="11rem">
          <Text component="span" size="sm" truncate>
            {user.name || user.email}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.email} · {role}
        </Menu.Label>
        <Menu.Item component={Link} href={addresses.account}>
          Account and security
        </Menu.Item>
        <Menu.Item onClick={() => void leave()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
