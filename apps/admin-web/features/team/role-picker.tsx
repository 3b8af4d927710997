import { type Role, roles } from '@flash/shared-types';
import { Radio, Stack } from '@mantine/core';
import { roleWords } from './role-words.ts';

interface RolePickerProps {
  value: Role;
  onChange: (role: Role) => void;
}

/** A role is chosen by what it may do, so each says it. */
export function RolePicker({ value, onChange }: RolePickerProps) {
  return (
    <Radio.Group label="Role" value={value} onChange={(role) => onChange(role as Role)}>
      <Stack gap="sm" mt="xs">
        {roles.map((role) => (
          <Radio key={role} value={role} label={role} description={roleWords[role]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
