export default function NotFound() {
  return (
    <div className="gate">
      <h1>There is nothing here</h1>
      <a className="button button-quiet" href="/dashboard/flash-sales">
        To the sales
      </a>
    </div>
  );
}
