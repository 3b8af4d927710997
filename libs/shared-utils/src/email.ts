/**
 * One spelling per mailbox, as far as that is safe to say: no spaces around it, one Unicode form,
 * lower case. Dots and `+tags` stay, because only the mailbox's owner knows what they mean.
 */
export function normaliseEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
