import { TEAM_PASSWORD_MIN } from '@flash/shared-types';
import { PasswordInput, Text, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** Hidden user name, under which password managers store the password. */
export function AccountName({ email }: { email: string }) {
  return (
    <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
  );
}

interface NewPasswordProps {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

/** Field for a new password, with its rule always visible. */
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

/** The API's rule, shown while typing; only the API knows the list of common passwords. */
export const PASSWORD_MIN = TEAM_PASSWORD_MIN;
export const PASSWORD_MAX = 128;

export function passwordRule(password: string): { isMet: boolean; words: string } {
  const missing = PASSWORD_MIN - password.length;
  if (password.length > PASSWORD_MAX) {
    return { isMet: false, words: `At most ${PASSWORD_MAX} characters.` };
  }
  if (missing <= 0) {
    return { isMet: true, words: 'Long enough. Several words are stronger than one.' };
  }
  const more = password === '' ? '' : ` ${missing} more to go.`;
  return { isMet: false, words: `At least ${PASSWORD_MIN} characters; any kind.${more}` };
}

interface CodeFieldProps {
  isRecovery?: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** One field instead of six: it can be pasted into, auto-filled and read aloud as a whole. */
export function CodeField({ isRecovery = false, value, onChange }: CodeFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  // It replaces the field in which the user has just pressed Enter.
  useEffect(() => field.current?.focus(), []);
  const kind = isRecovery
    ? ({ label: 'Recovery code', maxLength: 64 } as const)
    : ({
        label: '6-digit code',
        inputMode: 'numeric',
        pattern: '[0-9 ]{6,7}',
        maxLength: 7,
      } as const);
  return (
    <TextInput
      {...kind}
      ref={field}
      name="code"
      required
      autoComplete={isRecovery ? 'off' : 'one-time-code'}
      autoCapitalize="none"
      spellCheck={false}
      className="numbers"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
