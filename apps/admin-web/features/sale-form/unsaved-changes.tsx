'use client';

import { Button, Group, Modal, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { leaveGuard } from '../../lib/leave-guard.ts';

/**
 * No typed text is lost by a link, a tab, the way back or a closed window. Answers with the
 * way that waits for an answer, or null.
 */
export function useLeaveGuard(isDirty: boolean) {
  const router = useRouter();
  const [go, setGo] = useState<(() => void) | null>(null);

  useEffect(() => {
    if (!isDirty) {
      return;
    }
    const ask = (next: () => void) => setGo(() => next);
    const release = leaveGuard.set(ask);
    const onClick = (event: MouseEvent) => {
      const href = linkOf(event);
      if (!href) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      ask(() => router.push(href));
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onNavigate = (event: NavigateEvent) => {
      // What this page does by itself, after it has asked, goes through.
      const isWayBack = event.navigationType === 'traverse' && event.userInitiated;
      if (!isWayBack || !event.cancelable) {
        return;
      }
      event.preventDefault();
      const { key } = event.destination;
      ask(() => void window.navigation.traverseTo(key));
    };
    document.addEventListener('click', onClick, true);
    window.addEventListener('beforeunload', onUnload);
    // Browsers without it warn at a closed window and at links only.
    const ways = 'navigation' in window ? window.navigation : null;
    ways?.addEventListener('navigate', onNavigate);
    return () => {
      release();
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('beforeunload', onUnload);
      ways?.removeEventListener('navigate', onNavigate);
    };
  }, [isDirty, router]);

  return { isAsking: go !== null, go, stay: () => setGo(null) };
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

interface LeaveDialogProps {
  isOpen: boolean;
  onStay: () => void;
  onLeave: () => void;
}

export function LeaveDialog({ isOpen, onStay, onLeave }: LeaveDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onStay}
      title="Leave without saving?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text size="sm" mb="md">
        Your changes are not saved yet.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onLeave}>
          Leave
        </Button>
        <Button data-autofocus onClick={onStay}>
          Stay here
        </Button>
      </Group>
    </Modal>
  );
}
