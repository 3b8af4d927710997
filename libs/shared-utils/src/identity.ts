/** Every id that may reach a key, a query or a URL. */
export const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

export function isId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value);
}

/**
 * One spelling per mailbox, as far as that is safe to say: no spaces around it, one Unicode form,
 * lower case. Dots and `+tags` stay, because only the mailbox's owner knows what they mean.
 */
export function normaliseEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
