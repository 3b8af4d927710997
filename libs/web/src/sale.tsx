interface SaleArtProps {
  id: string;
  className?: string;
}

/** A picture drawn from the id of the sale: nothing is fetched, and it is always the same. */
export function SaleArt({ id, className = 'art' }: SaleArtProps) {
  const { ground, marks, turn, bars } = artOf(id);
  return (
    <svg
      className={className}
      viewBox="0 0 320 120"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <rect width="320" height="120" fill={ground} />
      <g transform={`rotate(${turn} 160 60)`} fill={marks}>
        {bars.map(({ x, y, opacity }) => (
          <rect key={x} x={x} y={y} width="34" height="200" rx="17" opacity={opacity} />
        ))}
      </g>
    </svg>
  );
}

interface StockBarProps {
  stock: number;
  sold: number;
  held?: number;
}

/** Sold, held and free as a bar; callers show the same in words. */
export function StockBar({ stock, sold, held = 0 }: StockBarProps) {
  const share = (count: number) => `${stock > 0 ? Math.min(100, (count / stock) * 100) : 0}%`;
  return (
    <div className="stock-bar" aria-hidden="true">
      <span className="stock-sold" style={{ width: share(sold) }} />
      <span className="stock-held" style={{ width: share(held) }} />
    </div>
  );
}

/** Colours and shapes of that picture; `turn` in degrees. */
export function artOf(id: string) {
  const hash = [...id].reduce(
    (sum, char) => Math.imul(sum ^ char.charCodeAt(0), 16_777_619) >>> 0,
    2_166_136_261,
  );
  const hue = hash % 360;
  return {
    ground: `hsl(${hue} 45% 32%)`,
    marks: `hsl(${(hue + 40) % 360} 70% 62%)`,
    turn: ((hash >>> 9) % 90) - 45,
    bars: [0, 1, 2, 3, 4].map((step) => ({
      x: 20 + step * 62,
      y: -40 + ((hash >>> step) % 60),
      opacity: 0.25 + step * 0.13,
    })),
  };
}
