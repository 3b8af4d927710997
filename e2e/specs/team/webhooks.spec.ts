import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from '../../support/test.ts';
import { inspect } from '../../team/inspect.ts';
import { member, signIn } from '../../team/people.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

test('an owner makes a webhook whose secret is shown once, and reads what was sent and answered', async ({
  page,
}) => {
  // Events of sales that other tests run come here as well.
  const tests: string[] = [];
  const receiver = createServer(async (request, response) => {
    if ((await text(request)).includes('webhook.test')) {
      tests.push(String(request.headers['webhook-id']));
    }
    response.end('taken');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  await signIn(page, await member('owner'), '/dashboard/webhooks');
  await page.getByRole('button', { name: 'New webhook' }).first().click();
  await page.getByLabel('Address').fill(url);
  await inspect(page, 'webhooks-new');
  await page.getByRole('button', { name: 'Create webhook' }).click();
  const field = page.getByLabel('Secret', { exact: true });
  await expect(field).toHaveValue(/^whsec_/);
  const secret = await field.inputValue();
  await inspect(page, 'webhooks-made');
  await page.getByRole('button', { name: 'Done' }).click();

  await page.reload();
  const row = page.getByRole('row', { name: url });
  await expect(row).toContainText('active');
  expect(await page.content()).not.toContain(secret);
  await row.getByRole('button', { name: 'Send test event' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => tests.length).toBe(1);
  await row.getByRole('button', { name: 'Deliveries' }).click();
  const delivery = page.getByRole('row', { name: 'webhook.test' });
  await expect(async () => {
    // The address says whose deliveries are shown, as the link of a mail does.
    await page.reload();
    await expect(delivery).toContainText('delivered', { timeout: 1_000 });
  }).toPass();
  await inspect(page, 'webhooks');
  await delivery.getByRole('button', { name: /Details/ }).click();
  await expect(page.getByRole('dialog')).toContainText('taken');
  await inspect(page, 'webhooks-delivery');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await delivery.getByRole('button', { name: /Send again/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => tests).toEqual([tests[0], tests[0]]);

  await row.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No webhooks')).toBeVisible();
  receiver.close();
});
