import { useTranslations } from 'next-intl';

const paymentTokens = ['ok', 'decline', 'slow', 'lost', 'late'] as const;
export type PaymentToken = (typeof paymentTokens)[number];

interface PaymentChoiceProps {
  value: PaymentToken;
  onChange: (token: PaymentToken) => void;
}

/** No money moves here, and the page says so; what the test bank answers can be chosen. */
export function PaymentChoice({ value, onChange }: PaymentChoiceProps) {
  const t = useTranslations('purchase');
  return (
    <div className="field">
      <label htmlFor="payment">{t('payment')}</label>
      <select
        id="payment"
        value={value}
        aria-describedby="payment-note"
        onChange={(event) => onChange(event.target.value as PaymentToken)}
      >
        {paymentTokens.map((token) => (
          <option key={token} value={token}>
            {t(`tokens.${token}`)}
          </option>
        ))}
      </select>
      <p id="payment-note" className="fine">
        {t('paymentNote')}
      </p>
    </div>
  );
}
