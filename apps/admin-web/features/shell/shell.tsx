'use client';

import { useStore } from '@flash/web';
import { AppShell, Burger, Drawer, Group } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { sessionGuard } from '../../lib/session-guard.ts';
import { SecondFactorBanner } from '../account/second-factor-banner.tsx';
import { SecondFactorFirst } from '../account/second-factor-first.tsx';
import { Brand } from './brand.tsx';
import { Finder } from './finder.tsx';
import { Nav } from './nav.tsx';
import { SchemeToggle } from './scheme-toggle.tsx';
import classes from './shell.module.css';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { UserMenu } from './user-menu.tsx';

export function Shell({ children }: { children: ReactNode }) {
  const [isMenuOpen, menu] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const [isOn, setOn] = useLocalStorage({ key: 'single-key-shortcuts', defaultValue: true });
  const isLocked = useStore(sessionGuard.secondFactorNeeded);
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
      </AppShell.Main>
      <ShortcutsDialog isOpen={isHelpOpen} onClose={help.close} isOn={isOn} onChange={setOn} />
    </AppShell>
  );
}
