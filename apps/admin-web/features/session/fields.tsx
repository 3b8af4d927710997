import { TEAM_PASSWORD_MIN } from '@flash/shared-types';
import { PasswordInput, Text, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** For password managers, which keep a password under a name. */
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

/** The rule of the API, said before it is broken; only the API knows the list of common ones. */
export const PASSWORD_MIN = TEAM_PASSWORD_MIN;
export const PASSWORD_MAX = 128;

export function passwordRule(password: string): { isMet: boolean; words: string } {
  const missing = PASSWORD_MIN - password.length;
  if (password.length > PASSWORD_MAX) {
    return { isMet: false, words: `At most ${PASSWORD_MAX} characters.` };
  }
  if (missing <= 0) {
    return { isMet: true, words: 'Long enough. Four words are better than one.' };
  }
  const more = password === '' ? '' : ` ${missing} more to go.`;
  return { isMet: false, words: `At least ${PASSWORD_MIN} characters; any kind.${more}` };
}

interface CodeFieldProps {
  isRecovery?: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** One field, not six: it can be pasted into, filled in by the phone, and read aloud as one. */
export function CodeField({ isRecovery = false, value, onChange }: CodeFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  // It takes the place of what was filled in before, by the person's own press.
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
