import { describe, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { payingOf } from '../testing/payment.ts';
import { startWorkerProcess } from '../testing/process.ts';
import { openSmtpSink } from '../testing/smtp-sink.ts';
import { openStage, until } from '../testing/stage.ts';
import { mailCrashPoints } from './mail.ts';

const FROM = 'Shop <shop@example.org>';

describe.each(Object.entries(mailCrashPoints))('a worker that dies at %s, %s,', (point) => {
  test('loses no mail: another worker sends it under the same Message-ID', async () => {
    const stage = await openStage();
    const sink = await openSmtpSink();
    const doomed = await startWorkerProcess({
      ...stage.env,
      ...{ FAULT: `${point}:1`, SMTP_URL: sink.url, MAIL_FROM: FROM },
    });
    const sale = await stage.openSale();
    const crowd = crowdOf(stage, sale.id);
    const [buyer = ''] = await crowd.join(1);
    await until('it is held', async () => (await crowd.place(buyer)).state === 'held', 20_000);
    const order = await payingOf(stage, sale).buy(buyer);
    expect(await doomed.ended).toBe('SIGKILL');

    await stage.startWorker({
      mail: {
        smtpUrl: sink.url,
        from: FROM,
        replyTo: null,
        locale: 'en',
        siteUrl: 'https://shop.example.org',
        adminUrl: 'https://team.example.org',
        secrets: [],
        seller: '',
      },
    });
    // The time for which the dead worker had it is over.
    await stage.db.db.collection('mails').updateMany({}, { $set: { nextAt: new Date() } });
    const count = point === 'M0' ? 1 : 2;
    await sink.next(`${buyer}@example.org`, count, 60_000);
    const ids = new Set(sink.arrived.map(({ messageId }) => messageId));
    expect([...ids]).toEqual([`<${sale.id}.${order.fence}.order@example.org>`]);
    await stage.close();
    await sink.close();
  }, 120_000);
});
