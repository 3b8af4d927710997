'use client';

import type { QueueAudit } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { Mark } from '../kit/mark.tsx';
import { When } from '../kit/when.tsx';
import { checkWords } from './check-words.ts';
import classes from './system.module.css';

/** Compares both stores when an operator asks for it: it counts orders, so not at every refresh. */
export function CheckNow({ saleId, name }: { saleId: string; name: string }) {
  const { team } = useMember();
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<QueueAudit | Refusal | null>(null);
  const check = async () => {
    setBusy(true);
    const answer = await team.queueAuditOf({ params: { flashSaleId: saleId } });
    setBusy(false);
    setFound(answer.ok ? answer.value : answer.refusal);
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={isBusy}
        onClick={() => void check()}
        aria-label={`Check now: ${name}`}
      >
        Check now
      </Button>
      <div role="status">{found && <Found found={found} />}</div>
    </>
  );
}

function Found({ found }: { found: QueueAudit | Refusal }) {
  if (!('checkedAt' in found)) {
    return (
      <div className={classes.check}>
        <Mark tone="quiet">{found.title}</Mark>
        {found.detail}
      </div>
    );
  }
  return (
    <div className={classes.check}>
      <Mark tone={found.ok ? 'good' : 'bad'}>{found.ok ? 'They agree' : 'They differ'}</Mark>
      {checkWords(found).map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
      <span className={classes.id}>
        Checked <When at={found.checkedAt} hasSeconds />
      </span>
    </div>
  );
}
