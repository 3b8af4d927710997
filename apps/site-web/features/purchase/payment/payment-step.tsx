import { Notice } from '@flash/web';
import { useTranslations } from 'next-intl';
import type { PaymentForm } from './use-payment-form.ts';

interface PaymentStepProps {
  form: PaymentForm;
  /** While a payment runs it is out of sight and stays drawn: the provider's script needs it. */
  isAway: boolean;
  /** In line, before there is anything to pay. */
  isEarly: boolean;
}

/** Card, wallet or bank: fields that the provider draws, so that this page never sees what is typed there. */
export function PaymentStep({ form, isAway, isEarly }: PaymentStepProps) {
  const t = useTranslations('purchase');
  const refusals = useTranslations('refusals');
  return (
    <section
      className={isAway ? 'payment payment-away' : 'payment'}
      aria-labelledby="payment-title"
      inert={isAway}
    >
      <h2 id="payment-title">{t('card')}</h2>
      {isEarly && <p className="fine">{t('cardPrepare')}</p>}
      {form.state === 'blocked' && (
        <Notice tone="bad" title={refusals('PROVIDER_BLOCKED.title')}>
          <p>{refusals('PROVIDER_BLOCKED.detail')}</p>
          <p className="payment-again">
            <button type="button" className="button button-quiet" onClick={form.retry}>
              {t('tryNow')}
            </button>
            <button type="button" className="link" onClick={() => location.reload()}>
              {t('cardReload')}
            </button>
          </p>
        </Notice>
      )}
      <div className="payment-fields" hidden={form.state === 'blocked'}>
        {form.state === 'loading' && <p className="fine">{t('cardLoading')}</p>}
        <div ref={form.place} />
      </div>
    </section>
  );
}
