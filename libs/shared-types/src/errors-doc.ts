import { errors } from './errors.ts';
import { SECRET_KEY_LENGTH_MIN } from './headers.ts';

/** The page that every problem's `type` links to; docs/errors.md is kept equal to it by a test. */
export function errorsMarkdown(): string {
  const entries = Object.entries(errors).map(
    ([code, { status, title, detail }]) =>
      `<a id="${code.toLowerCase()}"></a>\n\n## ${code}\n\n**${status} ${title}.** ${detail}\n`,
  );
  return [
    '# Errors\n',
    'Every refusal is `application/problem+json` (RFC 9457): `type` links here, `code` never changes',
    'its meaning, `detail` is for people, and `requestId` finds the request in the logs.',
    'With `Retry-After`, `retryAfterMs` says the same in milliseconds. `errors` names single fields.\n',
    'A request that may have been lost is sent again with the same `Idempotency-Key`: the first answer',
    'comes again. The last 20 keys of a buyer are remembered for ten minutes; a refusal that changed',
    'nothing is not. A key is a secret: in a guest sale a request that repeats the key of a join is given the',
    `ticket of its place. Draw at least 128 random bits; a key of fewer than ${SECRET_KEY_LENGTH_MIN} characters repeats the`,
    'place and never the ticket.\n',
    'This page is generated from the catalogue in `libs/shared-types/src/errors.ts`.\n',
    ...entries,
  ].join('\n');
}
