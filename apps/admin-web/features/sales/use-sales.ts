'use client';

import type { AnswerOf, Endpoints } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { useCallback, useEffect, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';

type Page = AnswerOf<Endpoints['listSales']>;
type Phase = Page['items'][number]['phase'];

export interface Filter {
  q: string;
  status: '' | Phase;
  page: number;
}

const EVERY_MS = 5_000;
const PAGE_SIZE = 20;

export function useSales(team: TeamApi, { q, status, page }: Filter) {
  const [sales, setSales] = useState<Page | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const reload = useCallback(async () => {
    const answer = await team.listSales({
      query: { q, status, page, pageSize: PAGE_SIZE, sort: 'startsAt', order: 'desc' },
    });
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setSales(answer.value);
  }, [team, q, status, page]);

  useEffect(() => {
    void reload();
    const look = () => document.visibilityState === 'visible' && void reload();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);

  return { sales, refusal, reload };
}
