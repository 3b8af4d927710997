/** Names of fields whose values must not appear in a log, wherever they occur in a line. */
export const redactedFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-ticket',
  'idempotency-key',
  'ticket',
  'token',
  'paymentToken',
  'password',
  'secret',
  'buyerKey',
  'leafKey',
  'email',
  'userEmail',
  'phone',
  'contact',
] as const;

const path = (field: string) => (/^\w+$/.test(field) ? `.${field}` : `["${field}"]`);

/** A field itself and up to three levels further down: the redactor knows no deeper wildcard. */
export const redactionPaths = redactedFields.flatMap((field) =>
  ['', '*', '*.*', '*.*.*'].map((parent) => `${parent}${path(field)}`.replace(/^\./, '')),
);

/** Texts of others, such as a driver's error, may quote an address with its password, or a person. */
export function scrub(text: string): string {
  return text
    .replace(/\/\/[^\s/@]*@/g, '//***@')
    .replace(/[^\s@<>"'(),:;=]{1,64}@[^\s@<>"'(),:;=]{1,253}\.[^\s@<>"'(),:;=.]{2,63}/g, '***');
}
