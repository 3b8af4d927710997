import { PasswordInput, Text } from '@mantine/core';
import { PASSWORD_MAX, passwordRule } from './password-rule.ts';

interface NewPasswordProps {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

/** A password that is being chosen: its rule is always in sight, and so is what was typed, if wished. */
export function NewPassword({ label = 'Password', value, onChange, error }: NewPasswordProps) {
  const { isMet, words } = passwordRule(value);
  return (
    <PasswordInput
      label={label}
      name="newPassword"
      autoComplete="new-password"
      required
      maxLength={PASSWORD_MAX}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        <Text component="span" inherit>
          <span aria-hidden="true">{isMet ? '✓' : '○'}</span> {words}
        </Text>
      }
    />
  );
}
