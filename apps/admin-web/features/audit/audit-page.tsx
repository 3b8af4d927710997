'use client';

import { PageHead } from '../kit/page-head.tsx';
import { AuditExport } from './audit-export.tsx';
import { AuditView } from './audit-view.tsx';

export function AuditPage() {
  return (
    <>
      <PageHead title="Audit log" actions={<AuditExport />}>
        Who did what, when and why. Entries are only ever added.
      </PageHead>
      <AuditView />
    </>
  );
}
