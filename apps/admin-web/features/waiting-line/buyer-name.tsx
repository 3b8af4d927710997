import type { QueueMember } from '@flash/shared-types';
import { Anchor, Text } from '@mantine/core';
import classes from './line.module.css';
import { nameOf } from './words.ts';

interface BuyerNameProps {
  member: QueueMember;
  /** No longer in line since the list was read. */
  isGone?: boolean;
  onOpen: (buyer: string) => void;
}

/** The first cell of a row: opens what is known of this place, and what can be done about it. */
export function BuyerName({ member, isGone = false, onOpen }: BuyerNameProps) {
  return (
    <Text
      component="span"
      size="sm"
      c={isGone ? 'dimmed' : undefined}
      td={isGone ? 'line-through' : undefined}
    >
      <Anchor
        component="button"
        type="button"
        inherit
        fw={600}
        className={classes.open}
        aria-label={`Open the place of ${nameOf(member)}`}
        onClick={() => onOpen(member.buyer)}
      >
        {nameOf(member)}
      </Anchor>{' '}
      {member.email && (
        <Text component="span" size="sm" c="dimmed">
          {member.email}
        </Text>
      )}
    </Text>
  );
}
