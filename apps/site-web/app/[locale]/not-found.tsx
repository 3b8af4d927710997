import { NotFoundPage } from '../../features/pages/not-found-page.tsx';

export default function NotFound() {
  return <NotFoundPage />;
}
