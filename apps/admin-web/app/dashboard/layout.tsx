import type { ReactNode } from 'react';
import { Gate } from '../../features/shell/gate.tsx';
import { Shell } from '../../features/shell/shell.tsx';

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return (
    <Gate>
      <Shell>{children}</Shell>
    </Gate>
  );
}
