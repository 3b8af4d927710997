export function Opening({ isUnreachable }: { isUnreachable: boolean }) {
  return (
    <div className="gate">
      <h1>{isUnreachable ? 'The API cannot be reached' : 'Opening'}</h1>
      <p className="muted">
        {isUnreachable ? 'This page tries again by itself.' : 'One moment, please.'}
      </p>
    </div>
  );
}
