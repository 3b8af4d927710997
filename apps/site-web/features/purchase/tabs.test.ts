import { expect, it, vi } from 'vitest';
import { createTabs } from './tabs.ts';

function tab(about: string) {
  const heard: string[] = [];
  const tabs = createTabs<string>(
    () => about,
    (news) => heard.push(news),
  );
  tabs.listen(true);
  return { heard, ...tabs };
}

it('tells the other tabs of the same place, and nobody else', async () => {
  const [leader, follower, other] = [tab('s1 ada'), tab('s1 ada'), tab('s1 bob')];
  leader.tell('your turn');
  await vi.waitFor(() => expect(follower.heard).toEqual(['your turn']));
  expect(leader.heard).toEqual([]);
  expect(other.heard).toEqual([]);
  for (const { listen } of [leader, follower, other]) listen(false);
});
