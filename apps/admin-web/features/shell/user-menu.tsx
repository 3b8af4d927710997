'use client';

import { Button, Menu, Text } from '@mantine/core';
import Link from 'next/link';
import { addresses } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { Icon } from './icon.tsx';
import classes from './shell.module.css';
import { signOut } from './sign-out.ts';

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { team, user, role } = useMember();
  const name = user.name || user.email;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          className={classes.user}
          aria-label={`${name}: account menu`}
        >
          <Icon name="person" />
          <Text component="span" size="sm" truncate visibleFrom="sm">
            {name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.email} · {role}
        </Menu.Label>
        <Menu.Item component={Link} href={addresses.account} leftSection={<Icon name="person" />}>
          Account and security
        </Menu.Item>
        <Menu.Item visibleFrom="sm" onClick={onHelp} leftSection={<Icon name="keys" />}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item onClick={() => void signOut(team)} leftSection={<Icon name="leave" />}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
