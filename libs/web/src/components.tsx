'use client';
import { formatCountdown } from '@flash/shared-utils';
import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string;
  error?: string | undefined;
}

/** A labelled input whose hint and error are read out with it. */
export function Field({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        {...input}
      />
      {note && (
        <p id={`${id}-note`} className={error ? 'field-error' : 'fine'}>
          {note}
        </p>
      )}
    </div>
  );
}

interface NoticeProps {
  tone: 'info' | 'good' | 'warn' | 'bad';
  title: string;
  /** Interrupts a screen reader: only for your turn, an expiry and a failed payment. */
  isAlert?: boolean;
  requestId?: string | null;
  children?: ReactNode;
}

const marks = { info: 'i', good: '✓', warn: '!', bad: '×' };

/** Colour, mark and words carry the same meaning, so that no reader depends on one of them. */
export function Notice({ tone, title, isAlert, requestId, children }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={isAlert ? 'alert' : undefined}>
      <span className="notice-mark" aria-hidden="true">
        {marks[tone]}
      </span>
      <div>
        <p className="notice-title">{title}</p>
        {children}
        {requestId && <p className="fine">Request {requestId}</p>}
      </div>
    </div>
  );
}

interface CountdownProps {
  untilMs: number;
  nowMs: number | null;
  label: string;
  className?: string;
}

/** Not announced by screen readers (role timer); pages announce milestones in their own region. */
export function Countdown({ untilMs, nowMs, label, className = 'countdown' }: CountdownProps) {
  return (
    <span role="timer" aria-label={label} className={className}>
      {nowMs === null ? '–:––' : formatCountdown(untilMs - nowMs)}
    </span>
  );
}
