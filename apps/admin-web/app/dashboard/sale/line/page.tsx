import type { Metadata } from 'next';
import { LinePage } from '../../../../features/waiting-line/page.tsx';

export const metadata: Metadata = { title: 'Line of a sale' };

export default function Line() {
  return <LinePage />;
}
