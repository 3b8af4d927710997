import { JoinPage } from '../../features/session/join-page.tsx';

export default function Join() {
  return <JoinPage />;
}
