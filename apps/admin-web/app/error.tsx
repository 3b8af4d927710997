'use client';

export default function PageError({ reset }: { reset: () => void }) {
  return (
    <div className="gate">
      <h1>This page has a fault</h1>
      <p className="muted">The sales run on: they do not depend on this page.</p>
      <button type="button" className="button" onClick={reset}>
        Try again
      </button>
    </div>
  );
}
