export interface Contact {
  name: string;
  phone: string;
}

/** A detail that has to be corrected before the payment, and the text that says how. */
export interface DetailsFault {
  field: 'name' | 'phone';
  key: 'nameNeeded' | 'phoneFault';
}

const PHONE = /^\+?[\p{Nd}\s().\-/\u2010-\u2015]*$/u;
const PHONE_DIGITS_MIN = 5;

/** Both details are optional; a phone number is kept together with the name of the person who answers it. */
export function faultOf({ name, phone }: Contact): DetailsFault | null {
  const number = phone.trim();
  if (number === '') {
    return null;
  }
  const digits = number.match(/\p{Nd}/gu)?.length ?? 0;
  if (!PHONE.test(number) || digits < PHONE_DIGITS_MIN) {
    return { field: 'phone', key: 'phoneFault' };
  }
  return name.trim() === '' ? { field: 'name', key: 'nameNeeded' } : null;
}

/** The contact for the API; none without a name. */
export function contactOf({ name, phone }: Contact) {
  const trimmed = name.trim();
  return trimmed ? { name: trimmed, phone: phone.trim() || null } : undefined;
}
