import { errors } from './errors.ts';

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
    'This page is generated from the catalogue in `libs/shared-types/src/errors.ts`.\n',
    ...entries,
  ].join('\n');
}
