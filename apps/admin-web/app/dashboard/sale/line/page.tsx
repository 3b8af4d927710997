import { LinePage } from '../../../../features/line/line-page.tsx';

export default function Line() {
  return <LinePage />;
}
