import type { ReactNode } from 'react';

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
