import { Lost } from '../../features/pages/lost.tsx';

export default function NotFound() {
  return <Lost />;
}
