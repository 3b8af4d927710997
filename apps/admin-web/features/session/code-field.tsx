import { TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';

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
