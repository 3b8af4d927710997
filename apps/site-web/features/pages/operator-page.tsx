import { useTranslations } from 'next-intl';
import type { OperatorPageName } from '../../lib/operator-texts.ts';
import { OperatorText } from './operator-text.tsx';

/** Legal pages: the text of this site, and that of its operator. */
export function OperatorPage({ name }: { name: OperatorPageName }) {
  const t = useTranslations('pages');
  return (
    <article className="page stack">
      <h1>{t(name)}</h1>
      {name !== 'imprint' && <p>{t(`${name}Text`)}</p>}
      <OperatorText name={name} fallback={name === 'imprint' ? t('operator') : ''} />
    </article>
  );
}
