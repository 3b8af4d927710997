import { LivePage } from '../../../features/live/live-page.tsx';

export default function Sale() {
  return <LivePage />;
}
