import { randomBytes } from 'node:crypto';
import { Worker } from 'bullmq';
import { expect, onTestFinished, test } from 'vitest';
import { createWakeQueue, type WakeJob } from './queue.ts';
import { connectTestRedis } from './testing/sale.ts';

function openQueue() {
  const connection = connectTestRedis();
  connection.options.maxRetriesPerRequest = null;
  const options = { connection, queueName: randomBytes(8).toString('hex'), prefix: 'test' };
  const wake = createWakeQueue(options);
  onTestFinished(async () => {
    await wake.queue.obliterate({ force: true });
    await wake.close();
  });
  return { wake, options };
}

function work({ options }: ReturnType<typeof openQueue>, handle: (name: string) => Promise<void>) {
  const { connection, queueName, prefix } = options;
  const blocking = connection.duplicate({ maxRetriesPerRequest: null });
  const worker = new Worker<WakeJob>(queueName, (job) => handle(job.name), {
    connection: blocking,
    prefix,
    concurrency: 4,
  });
  onTestFinished(async () => {
    await worker.close(true);
    blocking.disconnect();
  });
  return worker;
}

test('a crowd makes one job, and one more while that one runs', async () => {
  const opened = openQueue();
  for (let i = 0; i < 20; i++) {
    await opened.wake.wake('s1');
  }
  expect(await opened.wake.queue.getJobCounts('wait', 'active')).toEqual({ wait: 1, active: 0 });
  let runs = 0;
  let finish = () => {};
  const blocked = new Promise<void>((resolve) => {
    finish = resolve;
  });
  work(opened, async () => {
    runs++;
    await (runs === 1 ? blocked : undefined);
  });
  await expect.poll(() => runs).toBe(1);
  for (let i = 0; i < 20; i++) {
    await opened.wake.wake('s1');
  }
  await opened.wake.wake('s2');
  await expect.poll(() => runs).toBe(2);
  finish();
  await expect
    .poll(async () => (await opened.wake.queue.getJobCounts('completed')).completed)
    .toBe(3);
  expect(runs).toBe(3);
});

test('a job carries the sale and nothing about a person', async () => {
  const { wake } = openQueue();
  await wake.wake('s1');
  const [job] = await wake.queue.getJobs('wait');
  expect([job?.name, job?.data, job?.opts.attempts]).toEqual(['reserve', { saleId: 's1' }, 1]);
});

test('a planned job moves with its time, one per sale and kind', async () => {
  const { wake } = openQueue();
  const now = Date.now();
  await wake.releaseAt('s1', now + 500_000);
  await wake.releaseAt('s1', now + 100_000);
  await wake.openAt('s1', now + 200_000);
  await wake.endAt('s1', now + 300_000);
  const jobs = await wake.queue.getJobs('delayed');
  const planned = jobs
    .map((job) => [job.name, Math.round((job.timestamp + job.delay - now) / 100_000)])
    .sort((a, b) => Number(a[1]) - Number(b[1]));
  expect(planned).toEqual([
    ['release_hold', 1],
    ['open_sale', 2],
    ['end_sale', 3],
  ]);
});

test('a time that has passed is now, and a running job can plan its successor', async () => {
  const opened = openQueue();
  let runs = 0;
  work(opened, async () => {
    runs++;
    if (runs === 1) {
      await opened.wake.releaseAt('s1', Date.now() + 50);
    }
  });
  await opened.wake.releaseAt('s1', Date.now() - 1_000);
  await expect.poll(() => runs, { timeout: 5_000 }).toBe(2);
});
