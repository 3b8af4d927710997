export default function NotFound() {
  return (
    <div className="page-note">
      <h1>There is nothing here</h1>
      <p className="muted">The address may be mistyped, or what it named is gone.</p>
      <a className="button button-quiet" href="/">
        See all sales
      </a>
    </div>
  );
}
