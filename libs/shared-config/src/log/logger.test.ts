import { describe, expect, test } from 'vitest';
import { createLogger, redactedFields, scrub } from './logger.ts';

function capture() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ name: 'test', level: 'info', isProduction: true }, destination);
  return { log, lines };
}

const HIDDEN = 'must-stay-secret';

describe('the log', () => {
  test.each(redactedFields)('hides %s at every depth', (field) => {
    const { log, lines } = capture();
    const secret = { [field]: HIDDEN };
    log.info(secret, 'here');
    log.info({ a: secret }, 'below');
    log.info({ a: { b: secret } }, 'further below');
    log.info({ req: { headers: secret }, res: { headers: secret } }, 'in headers');
    expect(lines).toHaveLength(4);
    expect(lines.join('')).not.toContain(HIDDEN);
  });

  test('shows the pattern of a route, never its query', () => {
    const { log, lines } = capture();
    const req = {
      id: 'r1',
      method: 'GET',
      url: '/orders/position?email=ada@example.org',
      routeOptions: { url: '/orders/position' },
    };
    log.info({ req }, 'request');
    expect(lines[0]).toContain('"route":"/orders/position"');
    expect(lines[0]).not.toContain('ada');
  });

  test('takes people and passwords out of errors that libraries make', () => {
    const { log, lines } = capture();
    const error = new Error(
      'E11000 dup key {email: "ada@example.org"} at redis://:s3cret@10.0.0.1',
    );
    log.error({ err: error }, 'could not');
    expect(lines[0]).not.toMatch(/ada@example|s3cret/);
    expect(lines[0]).toContain('E11000');
    expect(scrub('mongodb://root:example@h:1/db and no @ sign')).toBe(
      'mongodb://***@h:1/db and no @ sign',
    );
  });

  test('is one JSON object a line, with an ISO time', () => {
    const { log, lines } = capture();
    log.info({ saleId: 's1' }, 'hello');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'test', saleId: 's1', msg: 'hello' });
    expect(JSON.parse(lines[0] ?? '').time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });
});
