import type { BrowserContext } from '@playwright/test';
import { capture, hear, keepRecording, readRecording } from '../../record/capture.ts';
import { type Reached, recipes, recordedNames } from '../../record/recipes.ts';
import { differences, shapeOf } from '../../record/shape.ts';
import { openSale, sees } from '../../support/buyer-page.ts';
import { apiUrl } from '../../support/call.ts';
import { expect, test } from '../../support/test.ts';

// RECORD=1 overwrites the recordings that the gallery of states shows.
const isRecording = Boolean(process.env.RECORD);

for (const name of recordedNames) {
  test(`the state ${name} is reached, survives a reload, and matches its recording`, async ({
    page,
    context,
  }) => {
    const reached: Reached = await recipes[name](page);
    const screen = reached.screen ?? name;
    try {
      const captured = await capture(reached);
      await becomeBuyer(context, reached);
      const heard = hear(page);
      await openSale(page, { id: reached.saleId });
      await reached.act?.(page);
      await sees(page, screen);
      const recording = { ...captured, asked: await heard() };
      if (isRecording) {
        keepRecording(name, recording);
      }
      expect(differences(shapeOf(readRecording(name)), shapeOf(recording))).toEqual([]);

      await page.reload();
      // A refusal is shown once; the hold it was about is still there.
      await sees(page, screen === 'failed' ? 'held' : screen);
    } finally {
      reached.after?.();
    }
  });
}

/** Makes this the browser in which the buyer joined: it has the cookies and a guest's e-mail address. */
async function becomeBuyer(context: BrowserContext, { saleId, buyer }: Reached): Promise<void> {
  if (!buyer) {
    return;
  }
  const cookies = buyer.cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url: apiUrl() };
  });
  await context.addCookies(cookies);
  if (buyer.email !== '') {
    await context.addInitScript(
      ([key, email]) => localStorage.setItem(String(key), String(email)),
      [`flash.email.${saleId}`, buyer.email],
    );
  }
}
