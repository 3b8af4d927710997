export const paymentTokens = {
  ok: 'Payment succeeds',
  decline: 'Card is declined',
  slow: 'Bank answers slowly',
  lost: 'Answer is lost on the way',
  late: 'Answer comes too late',
} as const;
export type PaymentToken = keyof typeof paymentTokens;

interface PaymentChoiceProps {
  value: PaymentToken;
  onChange: (token: PaymentToken) => void;
}

/** No money moves here, and the page says so; what the test bank answers can be chosen. */
export function PaymentChoice({ value, onChange }: PaymentChoiceProps) {
  return (
    <div className="field">
      <label htmlFor="payment">Test payment</label>
      <select
        id="payment"
        value={value}
        aria-describedby="payment-note"
        onChange={(event) => onChange(event.target.value as PaymentToken)}
      >
        {Object.entries(paymentTokens).map(([token, words]) => (
          <option key={token} value={token}>
            {words}
          </option>
        ))}
      </select>
      <p id="payment-note" className="fine">
        This shop runs on a test bank: nothing is charged.
      </p>
    </div>
  );
}
