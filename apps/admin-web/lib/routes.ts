import type { Routes } from '@flash/web';

/** What the team's browsers ask of the API. */
export const routes = {
  signIn: ['POST', '/api/auth/sign-in/email'],
  signUp: ['POST', '/api/auth/sign-up/email'],
  signOut: ['POST', '/api/auth/sign-out'],
  getSession: ['GET', '/api/auth/get-session'],
  acceptInvitation: ['POST', '/team/invitations/accept'],
  setUpOwner: ['POST', '/team/setup'],
  listSales: ['GET', '/flash-sales'],
  createSale: ['POST', '/flash-sales'],
  deleteSale: ['DELETE', '/flash-sales/:id'],
  line: ['GET', '/flash-sales/:id/line'],
  pauseSale: ['POST', '/flash-sales/:id/pause'],
  resumeSale: ['POST', '/flash-sales/:id/resume'],
  endSale: ['POST', '/flash-sales/:id/end'],
  archiveSale: ['POST', '/flash-sales/:id/archive'],
} as const satisfies Routes;
