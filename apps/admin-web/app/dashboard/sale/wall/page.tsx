import type { Metadata } from 'next';
import { WallPage } from '../../../../features/live-console/wall/wall.tsx';

export const metadata: Metadata = { title: 'Full screen' };

export default function Wall() {
  return <WallPage />;
}
