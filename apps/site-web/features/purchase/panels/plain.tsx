export function Plain({ title, text }: { title: string; text: string }) {
  return (
    <div className="panel">
      <h1>{title}</h1>
      <p className="muted">{text}</p>
      <a className="button button-quiet" href="/">
        See all sales
      </a>
    </div>
  );
}
