import { SECRET_KEY_LENGTH_MIN } from './headers.ts';

interface ErrorEntry {
  status: number;
  title: string;
  /** For the person who reads it: what happened, and what to do next. */
  detail: string;
}

type UpperSnake<Code extends string> = Code extends Uppercase<Code> ? ErrorEntry : never;

function defineErrors<Catalogue extends { [Code in keyof Catalogue & string]: UpperSnake<Code> }>(
  catalogue: Catalogue,
): { [Code in keyof Catalogue]: ErrorEntry } {
  return catalogue;
}

const say = (status: number, title: string, detail: string): ErrorEntry => ({
  status,
  title,
  detail,
});

/** Every error this API answers with. A code, once published, keeps its meaning. */
export const errors = defineErrors({
  VALIDATION_FAILED: say(
    400,
    'The request is not valid',
    'Some fields are missing or invalid. Each of them is listed in errors.',
  ),
  INVALID_JSON: say(400, 'The body is not JSON', 'The body could not be read as JSON.'),
  EMAIL_REQUIRED: say(
    400,
    'An e-mail address is needed',
    'This sale identifies its buyers by e-mail. Send an address to join the line.',
  ),
  SETUP_TOKEN_INVALID: say(
    400,
    'This link is not valid',
    'The set-up or invitation link is unknown, was used before or has expired. Ask for a new one.',
  ),
  RESET_TOKEN_INVALID: say(
    400,
    'This link is not valid',
    'The link for a new password is unknown, was used before or has expired. Ask an owner for a new one.',
  ),
  LINK_INVALID: say(
    400,
    'This link is not valid',
    'It is unknown, was used before, was replaced by a newer one or has expired. Request a new one.',
  ),
  PICTURE_INVALID: say(
    400,
    'This picture cannot be used',
    'Send a complete PNG, JPEG or WebP picture without animation, with sides of up to 8192 pixels.',
  ),

  UNAUTHENTICATED: say(401, 'Please sign in', 'Sign in and try again.'),
  INVALID_CREDENTIALS: say(401, 'Sign-in failed', 'The e-mail address or the password is wrong.'),
  CODE_INVALID: say(
    401,
    'This code is wrong',
    'Enter the current code from your authenticator app, or a recovery code that you have not used.',
  ),

  PAYMENT_DECLINED: say(
    402,
    'The payment was declined',
    'Nothing was charged and your reservation is kept. Try again or use another way to pay.',
  ),

  FORBIDDEN: say(403, 'Not allowed', 'Your role does not allow this.'),
  TWO_FACTOR_REQUIRED: say(
    403,
    'Two-factor authentication is required',
    'Members who see personal data or run sales need it here. Turn it on for your account, then try again.',
  ),
  FRESH_SIGN_IN_NEEDED: say(
    403,
    'Confirm your password',
    'You signed in more than 15 minutes ago. Enter your password again, then repeat the request.',
  ),
  PASSWORD_TOO_WEAK: say(
    403,
    'A stronger password is required',
    'Team members need a password of at least 12 characters that is not common. Change it, then try again.',
  ),
  KEY_SCOPE: say(
    403,
    'This API key does not allow that',
    'The key lacks the scope or is for another sale, or the request needs a signed-in member.',
  ),
  ORIGIN_REFUSED: say(
    403,
    'Not allowed from this site',
    'Requests from this site are not accepted.',
  ),
  NO_HOLD: say(
    403,
    'You have no reservation',
    'You have no active reservation in this sale. Check your place in line.',
  ),
  NO_PROOF: say(
    403,
    'This place is not yours',
    'This needs the ticket or the account that the place belongs to.',
  ),
  WRONG_HOLD: say(
    403,
    'This is another reservation',
    'The reservation you named is not the one you have now. Reload and try again.',
  ),

  NOT_FOUND: say(404, 'Not found', 'There is nothing at this address.'),
  SALE_NOT_FOUND: say(404, 'No such sale', 'This sale does not exist.'),
  ORDER_NOT_FOUND: say(404, 'No such order', 'This order does not exist.'),
  BUYER_NOT_FOUND: say(404, 'No such place', 'There is no such buyer in the line of this sale.'),
  MEMBER_NOT_FOUND: say(404, 'No such member', 'This person is not part of the team.'),
  INVITATION_NOT_FOUND: say(404, 'No such invitation', 'This invitation does not exist.'),
  KEY_NOT_FOUND: say(404, 'No such API key', 'This API key does not exist or was revoked.'),
  WEBHOOK_NOT_FOUND: say(
    404,
    'No such webhook',
    'This webhook, or this delivery of it, does not exist.',
  ),
  MAIL_NOT_FOUND: say(
    404,
    'No such e-mail',
    'This e-mail does not exist, or was deleted with the data of its buyer.',
  ),
  PICTURE_NOT_FOUND: say(404, 'No picture', 'This sale has no picture.'),
  PREVIEW_NOT_FOUND: say(
    404,
    'This preview has ended',
    'A preview link works for one hour. Ask the organiser for a new one.',
  ),
  DEVICE_CODE_NOT_FOUND: say(
    404,
    'This code does not work',
    'It is unknown, was used before or has expired. Get a new one on the device that has the place.',
  ),
  SESSION_NOT_FOUND: say(404, 'No such session', 'This session has ended or is not one of yours.'),
  METHOD_NOT_ALLOWED: say(405, 'Method not allowed', 'This address does not support that method.'),

  REQUEST_TIMEOUT: say(
    408,
    'The request took too long',
    'The request did not arrive in time. Send it again.',
  ),

  ALREADY_BOUGHT: say(409, 'Already bought', 'You already bought one in this sale.'),
  ALREADY_IN_LINE: say(
    409,
    'Already in line',
    'This e-mail address already has a place. Use the browser that joined, or a code from that browser.',
  ),
  OTHER_PLACE: say(
    409,
    'Another place in this browser',
    'This browser already holds a place for another e-mail address in this sale. Leave it first.',
  ),
  SOLD_OUT: say(409, 'Sold out', 'Every unit of this sale is sold.'),
  SALE_NOT_OPEN: say(409, 'Not open yet', 'The line of this sale has not opened yet.'),
  SALE_ENDED: say(409, 'The sale has ended', 'You can no longer join this sale.'),
  CONFIRM_IN_PROGRESS: say(
    409,
    'A payment is being processed',
    'A payment for this reservation is being processed. Wait for its result.',
  ),
  NO_EXTENSION_LEFT: say(
    409,
    'No extension left',
    'This reservation was extended as often as the sale allows.',
  ),
  IDEMPOTENCY_IN_PROGRESS: say(
    409,
    'The same request is being processed',
    'A request with this Idempotency-Key is still being processed. Try again shortly.',
  ),
  SALE_HAS_ORDERS: say(
    409,
    'The sale has orders',
    'A sale with orders cannot be deleted. Archive it instead.',
  ),
  SALE_HAS_HOLDERS: say(
    409,
    'Units of the sale are reserved',
    'A sale cannot be deleted while units are on hold or in payment. Release them, or wait.',
  ),
  TOO_MANY_WEBHOOKS: say(
    409,
    'Too many webhooks',
    'The maximum number of webhooks is reached. Delete one that is no longer used.',
  ),
  TOO_MANY_KEYS: say(
    409,
    'Too many API keys',
    'The maximum number of API keys is reached. Revoke one that is no longer used.',
  ),
  TOO_MANY_NOTES: say(409, 'Too many notes', 'This order has the maximum number of notes.'),
  SALE_STATE: say(409, 'Not possible now', 'The current state of the sale does not allow this.'),
  SALE_FIXED: say(
    409,
    'This can no longer be changed',
    'This part of the sale cannot change after people have joined.',
  ),
  STOCK_COMMITTED: say(
    409,
    'These units are taken',
    'Fewer units are available than should be removed. See the detail for the smallest stock.',
  ),
  BUYER_COMMITTED: say(
    409,
    'Not possible for this buyer',
    'The buyer has paid, is paying, or has no place or hold to take back.',
  ),
  PLACES_CHANGED: say(
    409,
    'More places than you saw',
    'More places match now than were counted. Count them again, then decide.',
  ),
  PERSON_IN_SALE: say(
    409,
    'Still part of a sale',
    'This person is in line, holds a unit or has an order in a sale that is not over. Try again after it ends.',
  ),
  PERSON_IN_TEAM: say(
    409,
    'Part of the team',
    'This address belongs to a member of the team. Remove them from the team first.',
  ),
  ALREADY_REFUNDED: say(409, 'Already refunded', 'This order was refunded before.'),
  LAST_OWNER: say(409, 'The last owner', 'The team needs at least one owner.'),
  ALREADY_MEMBER: say(409, 'Already in the team', 'This person is already part of the team.'),
  TWO_FACTOR_STATE: say(
    409,
    'Not possible now',
    'Two-factor authentication is already on, or is not set up. Reload to see its state.',
  ),
  MAIL_WAITING: say(
    409,
    'Not sent yet',
    'This e-mail is waiting to be sent. It is sent automatically.',
  ),
  NO_MAIL: say(
    409,
    'No e-mail',
    'This shop sends no e-mail. Keep the page open, or come back to it.',
  ),
  MAIL_ADDRESS_TAKEN: say(
    409,
    'Too many places with this address',
    'This address already gets e-mail about the maximum number of places in this sale. Use another one.',
  ),
  EMAIL_TAKEN: say(409, 'Already registered', 'There is already an account with this address.'),

  HOLD_EXPIRED: say(
    410,
    'The reservation has expired',
    'Your reservation has expired and the unit was released. You can join the line again.',
  ),
  ORDER_FORGOTTEN: say(
    410,
    'The data of this order was deleted',
    'The data of its buyer was deleted permanently, and the receipt with it.',
  ),
  SALE_CHANGED: say(
    412,
    'Changed in the meantime',
    'This sale was changed after you read it. Reload and apply your change again.',
  ),
  BODY_TOO_LARGE: say(413, 'The body is too large', 'Bodies may have up to 16 KB.'),
  UNSUPPORTED_MEDIA_TYPE: say(
    415,
    'Unsupported content type',
    'Send the body as application/json.',
  ),
  IDEMPOTENCY_KEY_REUSED: say(
    422,
    'Idempotency-Key used before',
    'This Idempotency-Key was used before with a different body. Use a new key for a new request.',
  ),
  HEADERS_TOO_LARGE: say(
    431,
    'The headers are too large',
    'The headers of a request may have up to 16 KB together. Delete the cookies of this site.',
  ),
  RATE_LIMITED: say(429, 'Too many requests', 'Please wait a moment and try again.'),
  TOO_MANY_PLACES: say(
    429,
    'Too many places from your network',
    'This line already has the maximum number of people from your network. Try again later, or from another connection.',
  ),
  REJOIN_LATER: say(
    429,
    'Please wait before you join again',
    'You cancelled reservations or let them expire several times. You can join the line again later.',
  ),
  TOO_MANY_STREAMS: say(
    429,
    'Too many open streams',
    'Close other tabs of this sale, or poll instead.',
  ),

  INTERNAL: say(
    500,
    'Something went wrong',
    'The server failed to handle the request. The error is recorded under this request id.',
  ),
  CONFIRM_PENDING: say(
    503,
    'The result is not known yet',
    'Your payment is still being processed. Try again in a moment; you will not be charged twice.',
  ),
  RESTORING: say(
    503,
    'The line is being restored',
    'Places are being restored and yours is kept. Try again in a moment.',
  ),
  BUSY: say(503, 'Very busy', 'More people than usual are here. Try again in a moment.'),
  UNAVAILABLE: say(
    503,
    'Not available right now',
    'A part of the service cannot be reached. Try again in a moment.',
  ),
});

export type ErrorCode = keyof typeof errors;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errors, value);
}

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
