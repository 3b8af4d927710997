import { Banner } from './banner.tsx';
import { spanWords } from './spans.ts';
import type { View } from './view.ts';

/** Numbers that have stopped must not be taken for a sale that has. */
export function StaleBanner({ view }: { view: View }) {
  if (!view.isOld) return null;
  const at = view.ages.counts;
  return (
    <Banner tone="danger" title="Numbers are not updating">
      Last update {new Date(at).toLocaleTimeString()}, {spanWords(view.now - at)} ago. The sale
      itself is not affected. Retrying automatically.
    </Banner>
  );
}
