import { countries, countryChoices, needsPostcode } from '@flash/shared-utils';
import { Field } from '@flash/web';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useMemo } from 'react';
import { type Contact, countryIn } from '../state/contact.ts';

interface AddressFieldsProps {
  value: Contact;
  /** Where the sale delivers to; empty: everywhere. */
  deliveryCountries: readonly string[];
  onChange: (change: Partial<Contact>) => void;
  errorOf: (field: keyof Contact) => string | undefined;
}

/** Where the order is delivered to; browsers fill it in by the names of its parts. */
export function AddressFields(props: AddressFieldsProps) {
  const { value, deliveryCountries, onChange, errorOf } = props;
  const t = useTranslations('purchase');
  const country = countryIn(value, deliveryCountries);
  const mayLackPostcode = country !== '' && !needsPostcode(country);
  const part = (field: keyof Contact) => ({
    name: field,
    value: value[field],
    error: errorOf(field),
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
  });
  return (
    <fieldset className="address stack">
      <legend>{t('deliveryTitle')}</legend>
      <CountryField {...props} />
      <Field
        {...part('line1')}
        label={t('line1')}
        autoComplete="shipping address-line1"
        maxLength={200}
      />
      <Field
        {...part('line2')}
        label={t('line2')}
        autoComplete="shipping address-line2"
        maxLength={200}
      />
      <div className="address-town">
        <Field
          {...part('postcode')}
          label={t(mayLackPostcode ? 'postcodeOptional' : 'postcode')}
          autoComplete="shipping postal-code"
          maxLength={20}
        />
        <Field
          {...part('city')}
          label={t('city')}
          autoComplete="shipping address-level2"
          maxLength={100}
        />
      </div>
      <Field
        {...part('region')}
        label={t('region')}
        autoComplete="shipping address-level1"
        maxLength={100}
      />
    </fieldset>
  );
}

/** Named in the reader's language, and in its order. */
function CountryField({ value, deliveryCountries, onChange, errorOf }: AddressFieldsProps) {
  const t = useTranslations('purchase');
  const locale = useLocale();
  const id = useId();
  const error = errorOf('country');
  const list = deliveryCountries.join(' ');
  const choices = useMemo(
    () => countryChoices(list === '' ? countries : list.split(' '), locale),
    [list, locale],
  );
  return (
    <div className="field">
      <label htmlFor={id}>{t('country')}</label>
      <select
        id={id}
        name="country"
        autoComplete="shipping country"
        value={countryIn(value, deliveryCountries)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-note` : undefined}
        onChange={(event) => onChange({ country: event.target.value })}
      >
        {choices.length > 1 && <option value="">{t('countryChoose')}</option>}
        {choices.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      {error && (
        <p id={`${id}-note`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}
