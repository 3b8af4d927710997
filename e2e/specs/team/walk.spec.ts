import type { Seeded } from '@flash/testing';
import { otherBuyer } from '../../support/other-buyer.ts';
import { test } from '../../support/test.ts';
import { adminUrl, member, signIn } from '../../team/people.ts';
import { placesOf, setStage } from '../../team/places.ts';
import { walk } from '../../walk/walk.ts';

const SECONDS = 240;
/** What ends the session of the walker, or takes the page to what is no part of the site. */
const NEVER =
  /Sign out|Log out|End .*session|Close .*account|second factor|password|Print|Full screen/i;

const texts = [
  '',
  'Because of a test',
  '3',
  '-1',
  'Ünïcödé 👩‍🚀',
  'ada@example.org',
  '2026-06-01 10:00',
];
const textFor = (_: string, random: Seeded) => random.pick(texts) ?? '';

test('any walk over the pages of the team meets one heading, a next step and bars that add up', async ({
  page,
}) => {
  test.setTimeout(600_000);
  const stage = await setStage();
  await signIn(page, await member('owner'));
  const starts = placesOf(stage).map(({ path }) => adminUrl(path));
  const events = [
    {
      name: 'a buyer joins',
      run: async () => void (await otherBuyer(stage.live).catch(() => undefined)),
    },
  ];
  await walk({ page, starts, events, never: NEVER, textFor, seconds: SECONDS });
});
