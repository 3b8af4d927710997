'use client';

import { Button, Group, Modal, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { leaveGuard } from '../../lib/page-events.ts';

/** Asks before unsaved changes are lost by a link, a tab of the page, Back or a closed window. */
export function UnsavedChanges({ isDirty }: { isDirty: boolean }) {
  const [leave, setLeave] = useLeave(isDirty);
  const stay = () => setLeave(null);
  return (
    <Modal
      opened={leave !== null}
      onClose={stay}
      title="Leave without saving?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text size="sm" mb="md">
        Your changes are not saved yet.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button
          variant="default"
          onClick={() => {
            stay();
            leave?.();
          }}
        >
          Leave
        </Button>
        <Button data-autofocus onClick={stay}>
          Stay here
        </Button>
      </Group>
    </Modal>
  );
}

/** The navigation that waits for the user's decision, or null. */
function useLeave(isDirty: boolean) {
  const router = useRouter();
  const [leave, setLeave] = useState<(() => void) | null>(null);

  useEffect(() => {
    if (!isDirty) {
      return;
    }
    const confirm = (navigate: () => void) => setLeave(() => navigate);
    const release = leaveGuard.set(confirm);
    const onClick = (event: MouseEvent) => {
      const href = linkOf(event);
      if (!href) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      confirm(() => router.push(href));
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onNavigate = (event: NavigateEvent) => {
      // The navigation that this page starts after a confirmation is not initiated by the user.
      const isBack = event.navigationType === 'traverse' && event.userInitiated;
      if (!isBack || !event.cancelable) {
        return;
      }
      event.preventDefault();
      const { key } = event.destination;
      confirm(() => void window.navigation.traverseTo(key));
    };
    document.addEventListener('click', onClick, true);
    window.addEventListener('beforeunload', onUnload);
    // Browsers without the Navigation API ask only for links and a closed window.
    const navigation = 'navigation' in window ? window.navigation : null;
    navigation?.addEventListener('navigate', onNavigate);
    return () => {
      release();
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('beforeunload', onUnload);
      navigation?.removeEventListener('navigate', onNavigate);
    };
  }, [isDirty, router]);

  return [leave, setLeave] as const;
}

/** The page of this site that a plain click on a link leads to. */
function linkOf(event: MouseEvent): string | null {
  const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!isPlain || !(link instanceof HTMLAnchorElement) || link.target === '_blank') {
    return null;
  }
  const isHere = link.pathname === location.pathname && link.hash !== '';
  return link.origin === location.origin && !isHere ? link.pathname + link.search : null;
}
