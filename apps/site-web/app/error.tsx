'use client';

export default function PageError({ reset }: { reset: () => void }) {
  return (
    <div className="page-note">
      <h1>This page has a fault</h1>
      <p className="muted">Your place in line is safe: it is kept by the shop, not by this page.</p>
      <button type="button" className="button" onClick={reset}>
        Try again
      </button>
    </div>
  );
}
