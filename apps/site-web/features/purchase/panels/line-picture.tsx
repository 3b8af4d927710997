const SHOWN = 9;

/** The line as one would see it from the side: who is ahead, and you. Words say the same beneath. */
export function LinePicture({ ahead }: { ahead: number }) {
  const people = Math.min(ahead, SHOWN);
  return (
    <div className="line-picture" aria-hidden="true">
      <span className="line-goal" />
      {ahead > SHOWN && <span className="line-more">···</span>}
      {Array.from({ length: people }, (_, place) => place).map((place) => (
        <span key={place} className="line-person" />
      ))}
      <span className="line-person line-me" />
    </div>
  );
}
