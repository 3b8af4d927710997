import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxRecord } from './sandbox-payments.ts';
import { range } from './testing/builders.ts';
import { openTestDatabase, type TestDatabase } from './testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const saleId = '65a000000000000000000001';
const record = (attempt: number, change: Partial<SandboxRecord> = {}): SandboxRecord => ({
  saleId,
  attempt,
  state: 'authorised',
  authorisationId: `a${attempt}`,
  amount: 1_999,
  currency: 'EUR',
  reason: '',
  ...change,
});

describe('what the sandbox provider remembers', () => {
  test('the first write of a key wins, within one batch and between processes', async () => {
    const other = await database.connectAgain();
    const answers = await Promise.all(
      range(1, 20).map((n) =>
        (n % 2 ? database : other).sandboxPayments.putIfAbsent(
          record(1, { authorisationId: `a${n}` }),
        ),
      ),
    );
    expect(new Set(answers.map(({ authorisationId }) => authorisationId)).size).toBe(1);
  });

  test('answers each order of a batch with its own record', async () => {
    const answers = await Promise.all(
      range(100, 299).map((n) => database.sandboxPayments.putIfAbsent(record(n))),
    );
    expect(answers.map(({ attempt }) => attempt)).toEqual(range(100, 299));
  });

  test('moves a record only from where it may leave', async () => {
    const payments = database.sandboxPayments;
    await payments.putIfAbsent(record(2));
    const key = { saleId, attempt: 2 };
    const [captured, cancelled] = await Promise.all([
      payments.move(key, ['authorised'], 'captured'),
      payments.move(key, ['authorised'], 'cancelled'),
    ]);
    expect(captured?.state).toBe(cancelled?.state);
    expect(await payments.move({ saleId, attempt: 99 }, ['authorised'], 'captured')).toBeNull();
  });

  test('lists what is authorised and neither captured nor cancelled', async () => {
    const other = { saleId: '65a000000000000000000002' };
    await database.sandboxPayments.putIfAbsent(record(1, other));
    await database.sandboxPayments.putIfAbsent(record(2, other));
    await database.sandboxPayments.move({ ...other, attempt: 2 }, ['authorised'], 'captured');
    expect(await database.sandboxPayments.authorised(other.saleId)).toEqual([record(1, other)]);
  });
});
