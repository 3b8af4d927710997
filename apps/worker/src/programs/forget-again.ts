import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountEmail, type Database, deleteAccount, type NotedForgetting } from '@flash/database';
import { forgetBuyersOf } from '../retention/retention.ts';

/** Outside of every backup, so that each of them is brought up to date by it, however old. */
export const LIST = 'forgotten.ndjson';

export function readList(into: string): NotedForgetting[] {
  const file = join(into, LIST);
  if (!existsSync(file)) {
    return [];
  }
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as NotedForgetting);
}

/** Takes what the database knows into the list; nothing ever leaves it. Answers how many were new. */
export async function keepList(db: Pick<Database, 'forgettings'>, into: string): Promise<number> {
  const known = new Map(readList(into).map((noted) => [noted.id, noted]));
  const before = known.size;
  for await (const noted of db.forgettings.all()) {
    known.set(noted.id, noted);
  }
  if (known.size > before) {
    const text = [...known.values()].map((noted) => `${JSON.stringify(noted)}\n`).join('');
    writeFileSync(join(into, `${LIST}.part`), text, { mode: 0o600 });
    renameSync(join(into, `${LIST}.part`), join(into, LIST));
  }
  return known.size - before;
}

/** Everything that was ever forgotten is forgotten again; what already is costs a look. */
export async function forgetAgain(
  db: Database,
  list: readonly NotedForgetting[],
  now: number,
): Promise<number> {
  for (const noted of list) {
    await db.forgettings.add(noted);
  }
  let count = 0;
  for await (const noted of db.forgettings.all()) {
    if (noted.kind === 'sale') {
      await forgetBuyersOf({ db, why: 'Forgotten before the restore' }, noted.sale, now);
    } else {
      await forgetPersonAgain(db, noted);
    }
    count += 1;
  }
  return count;
}

async function forgetPersonAgain(
  db: Database,
  { account, buyers, isByAddress }: Extract<NotedForgetting, { kind: 'person' }>,
): Promise<void> {
  const known = await db.orders.ofPerson({ buyers });
  const own = account === null ? null : await accountEmail(db, account);
  const emails = isByAddress ? [...known.map(({ email }) => email), own ?? ''].filter(Boolean) : [];
  const names = [...new Set([...buyers, ...(account ? [account] : []), ...emails])];
  await db.audit.forget(names, emails);
  for (const email of emails) {
    await db.orders.forgetPerson({ email, buyers });
    await db.preparedPayments.forgetPerson({ email, buyers });
    await db.db.collection('invitations').deleteMany({ email });
  }
  await db.orders.forgetPerson({ buyers });
  await db.preparedPayments.forgetPerson({ buyers });
  await db.db
    .collection<{ people: { buyer: string }[] }>('blocks')
    .updateMany(
      { 'people.buyer': { $in: [...buyers] } },
      { $pull: { people: { buyer: { $in: [...buyers] } } } },
    );
  const theirs = { $in: [...buyers] };
  for (const name of ['mails', 'mailconsents']) {
    await db.db.collection(name).deleteMany({ $or: [{ buyer: theirs }, { to: theirs }] });
  }
  if (account !== null && own !== null) {
    await deleteAccount(db, account);
  }
}
