import { fail, sleep } from 'k6';
import { bodyOf, post } from './lib/api.js';
// The load scenario: one sale, a crowd that grows to 2,000, and an audit of what came of it.
//   npm run k6:flash                        against what `npm start` runs (ADMIN_SIGNUP=open)
//   VUS=50 RAMP=3 STEADY=10 STARTING_QUANTITY=100 npm run k6:flash       a small one
import { auditSale } from './lib/audit.js';
import { buyOnce } from './lib/journey.js';
import { CALM_SECONDS, LEAD_SECONDS, settings, stages } from './lib/settings.js';

export const options = {
  scenarios: {
    buyers: { executor: 'ramping-vus', startVUs: 0, stages, gracefulRampDown: '30s' },
  },
  thresholds: {
    http_req_failed: ['rate<0.01'],
    'http_req_duration{name:public sale}': ['p(95)<500'],
    'http_req_duration{name:buy}': ['p(95)<1000'],
    'http_req_duration{name:confirm}': ['p(95)<1000'],
    checks: ['rate>0.999'],
    // A run that did not audit itself proves nothing.
    audits: ['count==1'],
    audit_violations: ['count==0'],
  },
  summaryTrendStats: ['med', 'avg', 'p(95)', 'p(99)', 'max'],
  setupTimeout: '60s',
  teardownTimeout: '180s',
  userAgent: 'flash-sale-k6',
};

export const setup = openSale;

export default function buyer({ saleId }) {
  buyOnce(saleId);
}

export const teardown = auditSale;

/** Signs a new admin up and in, makes a sale that opens in a moment, and waits until it is open. */
function openSale() {
  const token = signInNewAdmin();
  const startsAt = Date.now() + LEAD_SECONDS * 1000;
  const endsAt = startsAt + settings.durationSeconds * 1000;
  const sale = {
    name: `Load run ${new Date(startsAt).toISOString()}`,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    startingQuantity: settings.startingQuantity,
    // Longer than any run: a unit that came back would blur the order in which units went out.
    holdTtlSeconds: 3600,
  };
  const made = post('create sale', '/flash-sales', sale, { expected: [201], token });
  if (made.status !== 201) {
    fail(`the sale was not made: ${made.status} ${made.body}`);
  }
  sleep(LEAD_SECONDS + CALM_SECONDS);
  return { saleId: made.json('id'), token, startingQuantity: settings.startingQuantity };
}

function signInNewAdmin() {
  const email = `k6-admin-${Date.now()}-${Math.floor(Math.random() * 1e9)}@load.test`;
  const password = `k6-${Math.random().toString(36).slice(2)}-pass`;
  const person = { name: 'Load run', email, password };
  const signedUp = post('sign up', '/api/auth/sign-up/email', person, { expected: [200, 201] });
  const signedIn = post('sign in', '/api/auth/sign-in/email', { email, password });
  const { token, user } = bodyOf(signedIn);
  if (!token) {
    fail(`no admin: ${signedUp.status} ${signedUp.body} · ${signedIn.body}`);
  }
  if (bodyOf(signedUp).user?.role !== 'owner' && user?.role !== 'owner') {
    console.warn('the new account owns nothing: start the API with ADMIN_SIGNUP=open');
  }
  return token;
}
