import type { Sale } from '@flash/database';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { guestBuyer } from '../../services/buyer.ts';
import type { Proof } from '../../services/purchase/proof.ts';
import { ticketOf } from './ticket-of.ts';

type ProofDeps = Pick<Deps, 'env' | 'tickets' | 'clock'>;

/**
 * Whom a request proves to be in this sale: the account of its session, or the guest of its ticket.
 * An e-mail proves nothing; where it names somebody else than the ticket, neither counts.
 */
export async function proofOf(
  request: FastifyRequest,
  deps: ProofDeps,
  sale: Sale,
  email: string | undefined,
): Promise<Proof | null> {
  if (sale.identity === 'account') {
    const viewer = await request.viewer();
    return viewer && { buyer: viewer.userId, seq: null, email: viewer.email };
  }
  const ticket = ticketOf(request, deps, sale)?.ticket;
  if (!ticket || (email !== undefined && guestBuyer(sale, email) !== ticket.buyer)) return null;
  const { buyer, seq } = ticket;
  return {
    buyer,
    seq,
    get email() {
      return deps.tickets.emailOf(ticket) ?? '';
    },
  };
}

/** The same for steps that need proof. */
export async function needProof(
  request: FastifyRequest,
  deps: ProofDeps,
  sale: Sale,
  email: string | undefined,
): Promise<Proof> {
  const proof = await proofOf(request, deps, sale, email);
  if (!proof) throw new AppError(sale.identity === 'account' ? 'UNAUTHENTICATED' : 'NO_PROOF');
  return proof;
}
