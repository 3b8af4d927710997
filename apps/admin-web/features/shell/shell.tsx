'use client';

import { useStore } from '@flash/web';
import { AppShell, Burger, Button, Drawer, Group, Menu, NavLink, Stack, Text } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { addresses, isWall } from '../../lib/addresses.ts';
import { useMember } from '../../lib/member.ts';
import { sessionGuard } from '../../lib/session-guard.ts';
import { shortCommit } from '../../lib/short-commit.ts';
import { useHealth } from '../../lib/use-health.ts';
import { SecondFactorBanner, SecondFactorFirst } from '../account/second-factor-setup.tsx';
import { Brand, SchemeToggle } from '../kit/brand.tsx';
import { Icon } from '../kit/icon.tsx';
import { signOut } from '../session/use-session.ts';
import { type NavItem, navItemsFor } from './navigation.ts';
import { Finder } from './palette.tsx';
import classes from './shell.module.css';
import { ShortcutsDialog } from './shortcuts.tsx';

export function Shell({ children }: { children: ReactNode }) {
  const [isMenuOpen, menu] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const [isOn, setOn] = useLocalStorage({ key: 'single-key-shortcuts', defaultValue: true });
  const isLocked = useStore(sessionGuard.secondFactorNeeded);
  const isBare = isWall(usePathname()) && !isLocked;
  if (isBare) {
    return <main id="main">{children}</main>;
  }
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: 'md', collapsed: { mobile: true, desktop: isLocked } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group gap="xs" wrap="nowrap">
          {!isLocked && (
            <Burger
              opened={isMenuOpen}
              onClick={menu.toggle}
              hiddenFrom="md"
              size="sm"
              aria-label="Open the menu"
              aria-expanded={isMenuOpen}
            />
          )}
          <Brand />
        </Group>
        <Group gap={4} wrap="nowrap">
          {!isLocked && <Finder isOn={isOn} onHelp={help.open} />}
          <SchemeToggle />
          <UserMenu onHelp={help.open} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Main" className={classes.navbar}>
        {!isLocked && <Nav />}
      </AppShell.Navbar>
      <Drawer
        opened={isMenuOpen}
        onClose={menu.close}
        size={264}
        title="Menu"
        hiddenFrom="md"
        closeButtonProps={{ 'aria-label': 'Close the menu' }}
      >
        <nav aria-label="Main">
          <Nav onGo={menu.close} />
        </nav>
      </Drawer>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        {isLocked ? (
          <SecondFactorFirst />
        ) : (
          <>
            <SecondFactorBanner />
            {children}
          </>
        )}
        <Footer />
      </AppShell.Main>
      <ShortcutsDialog isOpen={isHelpOpen} onClose={help.close} isOn={isOn} onChange={setOn} />
    </AppShell>
  );
}

/** What to name when something is reported: the version of the API behind these pages. */
function Footer() {
  const health = useHealth();
  return (
    <footer className={classes.footer}>
      {health && `Flash sale ${health.version} · ${shortCommit(health.commit)}`}
    </footer>
  );
}

function Nav({ onGo }: { onGo?: () => void }) {
  const { team, may } = useMember();
  const items = navItemsFor(team.base).filter(({ least }) => may(least));
  return (
    <Stack gap={2}>
      {items.map((item) => (
        <NavItemLink key={item.href} item={item} onGo={onGo} />
      ))}
    </Stack>
  );
}

function NavItemLink({ item, onGo }: { item: NavItem; onGo?: () => void }) {
  const { label, href, icon, isExternal } = item;
  const pathname = usePathname();
  const shared = { leftSection: <Icon name={icon} />, className: classes.navLink, href };
  if (isExternal) {
    return (
      <NavLink
        {...shared}
        component="a"
        target="_blank"
        rel="noreferrer"
        label={`${label} ↗`}
        aria-label={`${label}, opens a new tab`}
      />
    );
  }
  const isHere = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <NavLink
      {...shared}
      component={Link}
      label={label}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={onGo}
    />
  );
}

function UserMenu({ onHelp }: { onHelp: () => void }) {
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
