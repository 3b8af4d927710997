import { TEAM_PASSWORD_MIN } from '@flash/shared-types';

/** The rule of the API, said before it is broken; only the API knows the list of common ones. */
export const PASSWORD_MIN = TEAM_PASSWORD_MIN;
export const PASSWORD_MAX = 128;

export function passwordRule(password: string): { isMet: boolean; words: string } {
  const missing = PASSWORD_MIN - password.length;
  if (password.length > PASSWORD_MAX) {
    return { isMet: false, words: `At most ${PASSWORD_MAX} characters.` };
  }
  if (missing <= 0) return { isMet: true, words: 'Long enough. Four words are better than one.' };
  const more = password === '' ? '' : ` ${missing} more to go.`;
  return { isMet: false, words: `At least ${PASSWORD_MIN} characters; any kind.${more}` };
}
