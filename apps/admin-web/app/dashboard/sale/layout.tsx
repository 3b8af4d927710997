import type { ReactNode } from 'react';
import { SaleFrame } from '../../../features/sale/frame.tsx';

export default function SaleLayout({ children }: { children: ReactNode }) {
  return <SaleFrame>{children}</SaleFrame>;
}
