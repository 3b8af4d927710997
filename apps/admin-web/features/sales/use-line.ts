'use client';

import type { LineAnswer } from '@flash/shared-types';
import { useEffect, useState } from 'react';
import type { TeamApi } from '../../lib/team-api.ts';

const EVERY_MS = 2_000;

/** The public state of a line while it moves; cheap, because the API answers it from memory. */
export function useLine(team: TeamApi, saleId: string, isMoving: boolean): LineAnswer | null {
  const [line, setLine] = useState<LineAnswer | null>(null);
  useEffect(() => {
    if (!isMoving) return;
    let isGone = false;
    const look = async () => {
      if (document.visibilityState === 'hidden') return;
      const answer = await team.line({ params: { id: saleId } });
      if (!isGone && answer.ok) setLine(answer.value);
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [team, saleId, isMoving]);
  return isMoving ? line : null;
}
