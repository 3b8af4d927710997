import type { Member } from '@flash/shared-types';
import { Button, Menu } from '@mantine/core';

export type MemberStep = 'role' | 'reset' | 'remove';

interface MemberMenuProps {
  member: Member;
  /** At least one owner has to remain. */
  isLastOwner: boolean;
  onStep: (step: MemberStep) => void;
}

export function MemberMenu({ member, isLastOwner, onStep }: MemberMenuProps) {
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          aria-label={`Actions for ${member.name || member.email}`}
        >
          Actions
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {isLastOwner && (
          <Menu.Label>This is the only owner. Make another member an owner first.</Menu.Label>
        )}
        <Menu.Item disabled={isLastOwner} onClick={() => onStep('role')}>
          Change the role
        </Menu.Item>
        <Menu.Item onClick={() => onStep('reset')}>Create a reset link</Menu.Item>
        <Menu.Item disabled={isLastOwner} color="red" onClick={() => onStep('remove')}>
          Remove from the team
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
