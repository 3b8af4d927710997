/** Where a program keeps the proof of its place. */
export interface TicketStore {
  get(): string | null;
  set(ticket: string): void;
}

const HEADER = 'x-ticket';

/**
 * Sends the ticket as a header and no cookies: for programs, and for pages of other sites, where browsers
 * block cookies of the API.
 */
export function withTicket(tickets: TicketStore, send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    const ticket = tickets.get();
    if (ticket !== null) {
      headers.set(HEADER, ticket);
    }
    const answer = await send(input, { ...init, headers, credentials: 'omit' });
    const given = answer.headers.get(HEADER);
    if (given !== null && given !== ticket) {
      tickets.set(given);
    }
    return answer;
  };
}
