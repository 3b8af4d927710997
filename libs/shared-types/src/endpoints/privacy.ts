import { adminOrderExample, email } from '../examples.ts';
import { privacyBody, privacyExport, privacyForgotten } from '../team/privacy.ts';
import { endpoint } from './endpoint.ts';

const body = { email, reason: 'Asked for in writing' };

export const privacyEndpoints = {
  privacyExport: endpoint({
    method: 'POST',
    path: '/privacy/export',
    role: 'support',
    fresh: true,
    tag: 'Privacy',
    summary: 'Everything that is kept about one person',
    body: privacyBody,
    answer: privacyExport,
    errors: ['RESTORING'],
    example: {
      body,
      answer: {
        email,
        exportedAt: '2026-06-20T09:00:00.000Z',
        account: null,
        orders: [{ ...adminOrderExample, notes: [] }],
        places: [],
        mails: [],
        mailWishes: [],
        audit: [],
      },
    },
  }),
  privacyForget: endpoint({
    method: 'POST',
    path: '/privacy/forget',
    role: 'owner',
    fresh: true,
    tag: 'Privacy',
    summary: 'Forget one person; what was sold stays, who bought it goes',
    body: privacyBody,
    answer: privacyForgotten,
    errors: ['PERSON_IN_SALE', 'PERSON_IN_TEAM', 'RESTORING', 'BUSY'],
    example: { body, answer: { ok: true, account: false, orders: 1, blocks: 3, audit: 0 } },
  }),
};
