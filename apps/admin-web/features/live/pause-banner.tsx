import { Button } from '@mantine/core';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { Banner } from './banner.tsx';
import { spanWords } from './spans.ts';
import { people } from './stage-words.ts';
import type { View } from './view.ts';

interface PauseBannerProps {
  view: View;
  onResume: () => void;
}

/** A paused sale must not be taken for a quiet one. */
export function PauseBanner({ view, onResume }: PauseBannerProps) {
  const { may } = useMember();
  const { pause, waiting } = view.overview;
  const by = useWhoPaused(view.sale.id, pause?.since ?? null);
  if (!pause) return null;
  const since = new Date(pause.since);
  const lasted = spanWords(Math.max(0, view.serverNow - since.getTime()));
  return (
    <Banner
      tone="warn"
      title="Paused"
      aside={
        may('operator') && (
          <Button size="md" color="dark" onClick={onResume}>
            Resume
          </Button>
        )
      }
    >
      “{pause.reason}” Since {since.toLocaleTimeString()} ({lasted}){by && <>, by {by}</>}.{' '}
      {people(waiting)} waiting; places are kept.
    </Banner>
  );
}

/** The audit log knows who it was. */
function useWhoPaused(saleId: string, since: string | null): string | null {
  const { team } = useMember();
  const query = { flashSaleId: saleId, action: 'sale.pause', pageSize: '1' };
  const pauses = useApiQuery(
    ['audit', 'pause', saleId, since],
    (signal) => team.auditLog({ query, signal }),
    { enabled: since !== null },
  );
  return (since !== null && pauses.data?.items[0]?.actor.email) || null;
}
