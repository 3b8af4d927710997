import { hkdfSync } from 'node:crypto';

/** What one secret is used for, each with a key of its own. */
export interface TicketKeys {
  id: string;
  sign: Buffer;
  seal: Buffer;
}

export function ticketKeys(secret: string): TicketKeys {
  return {
    // Names the secret without telling anything about it, so a reader knows which one to take.
    id: derive(secret, 'id', 6).toString('base64url'),
    sign: derive(secret, 'sign', 32),
    seal: derive(secret, 'seal', 32),
  };
}

function derive(secret: string, use: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'flash-ticket', use, bytes));
}
