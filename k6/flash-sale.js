// The load scenario: one sale, a crowd that grows to 2,000, and an audit of what came of it.
//   npm run k6:flash                        against what `npm start` runs (ADMIN_SIGNUP=open)
//   VUS=50 RAMP=3 STEADY=10 STARTING_QUANTITY=100 npm run k6:flash       a small one
import { auditSale } from './lib/audit.js';
import { buyOnce } from './lib/journey.js';
import { openSale } from './lib/sale.js';
import { stages } from './lib/settings.js';

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
