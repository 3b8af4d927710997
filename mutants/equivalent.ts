/** Changes that no test can find because nothing behaves differently, each with its proof. */
export interface Equivalent {
  file: string;
  /** The whole line of the code in which the change is, without its indent. */
  line: string;
  from: string;
  to: string;
  why: string;
}

const LUA = 'libs/reservation/src/lua';
const RESTORE = 'libs/reservation/src/restore/restore.ts';
const TRUE_IS_ONE = 'It is only answered, and Redis answers true as 1.';
const TOKEN_IS_OWN =
  'A token is drawn for one command, so only the record that this command made has it.';
const READ_IS_SPARED =
  'Records of sort keys are written only where these types are allowed: elsewhere none is found.';

export const equivalents: readonly Equivalent[] = [
  {
    file: `${LUA}/adjust.lua`,
    line: "if word == '' or word == 'floor' then return { word == '' and 1 or 2, sale.epoch, number } end",
    from: "word == '' and 1",
    to: "word == ''",
    why: TRUE_IS_ONE,
  },
  {
    file: `${LUA}/void.lua`,
    line: 'return { 2, sale.epoch, hold.unit, tooOften and 1 or 0 }',
    from: 'tooOften and 1',
    to: 'tooOften',
    why: TRUE_IS_ONE,
  },
  {
    file: `${LUA}/allow.lua`,
    line: 'if sale.logTypes and sale.logTypes >= wanted then return { sale.logTypes } end',
    from: '>=',
    to: '>',
    why: 'Where both are the same number it is written once more, and the answer is that number.',
  },
  {
    file: `${LUA}/glance.lua`,
    line: "return last and last[1] == n .. '-0' and (not isDeep or isSound(meta, id))",
    from: "last and last[1] == n .. '-0'",
    to: "last[1] == n .. '-0'",
    why: 'Without a last entry this is an error, and pcall takes an error for a difference.',
  },
  {
    file: `${LUA}/grant.lua`,
    line: "if ARGV[3] == '1' and sale.wake == 1 then redis.call('HSET', KEYS[1], 'wake', 0) end",
    from: "ARGV[3] == '1' and sale.wake == 1",
    to: "ARGV[3] == '1'",
    why: 'The flag is 1 or 0: where it is 0 already, 0 is written once more.',
  },
  {
    file: `${LUA}/sweep.lua`,
    line: 'local more = #due == max and 1 or 0',
    from: '#due == max and 1',
    to: '#due == max',
    why: TRUE_IS_ONE,
  },
  {
    file: `${LUA}/join.lua`,
    line: "size, known = size + 1, 'w ' .. seq .. ' ' .. (last and size + 1 or redis.call('ZRANK', line, buyer) + 1)",
    from: "last and size + 1 or redis.call('ZRANK', line, buyer) + 1",
    to: "redis.call('ZRANK', line, buyer) + 1",
    why: 'The last of a line stands where the line ends; a crowd that joins is only spared the search.',
  },
  ...(
    [
      ['leave', "if hold.phase == 'l' and hold.token == token then return answer(hold.code) end"],
      ['release', "if hold.phase == 'e' and hold.token == token then return answer(1) end"],
      ['remove', "if hold.phase == 'r' and hold.token == token then return answer(1) end"],
    ] as const
  ).map(([name, line]) => ({
    ...{ file: `${LUA}/${name}.lua`, line, to: 'hold.token == token', why: TOKEN_IS_OWN },
    from: line.slice(3, line.indexOf(' then')),
  })),
  {
    file: `${LUA}/includes/next.lua`,
    line: 'return seq > sale.seq and not sale.logTypes',
    from: '>',
    to: '>=',
    why: 'A seq is one more than the last one, or that of a ticket of an older epoch: never the last one itself.',
  },
  {
    file: `${LUA}/includes/attempts.lua`,
    line: "local at = token ~= '' and string.find(known, ' ' .. token .. ' ', 1, true)",
    from: "token ~= '' and string.find(known, ' ' .. token .. ' ', 1, true)",
    to: "string.find(known, ' ' .. token .. ' ', 1, true)",
    why: 'What is known is nothing, or words with one space between them: two spaces are not found in it.',
  },
  {
    file: `${LUA}/includes/attempts.lua`,
    line: "if tokens == '' or minute and minuteOf(now - KEPT_MS) > tonumber(minute) then return '' end",
    from: "tokens == '' or minute and minuteOf(now - KEPT_MS) > tonumber(minute)",
    to: 'minute and minuteOf(now - KEPT_MS) > tonumber(minute)',
    why: 'Two spaces are no word: none is found in them, and a bar behind all words divides none.',
  },
  {
    file: `${LUA}/includes/attempts.lua`,
    line: "return at < (string.find(known, ' | ', 1, true) or #known) and 'own' or 'earlier'",
    from: '< (',
    to: '<= (',
    why: 'A word does not begin where the bar does, and none at the last character, which is a space.',
  },
  {
    file: `${LUA}/includes/each.lua`,
    line: "answer = type(answer) == 'table' and answer.err or tostring(answer)",
    from: "type(answer) == 'table' and answer.err",
    to: 'answer.err',
    why: 'An error that is a text has no field of that name: to ask a text for one answers nil.',
  },
  {
    file: `${LUA}/includes/older.lua`,
    line: 'if tonumber(seq) >= sale.epoch * 1e9 then return i - 1 end',
    from: '>=',
    to: '>',
    why: 'The first place of an epoch has the number 1 of it: none has 0.',
  },
  {
    file: `${LUA}/includes/waiting.lua`,
    line: "local record = sale.logTypes and redis.call('HGET', holds, buyer)",
    from: "sale.logTypes and redis.call('HGET', holds, buyer)",
    to: "redis.call('HGET', holds, buyer)",
    why: READ_IS_SPARED,
  },
  {
    file: `${LUA}/includes/waiting.lua`,
    line: 'if sale.logTypes and #buyers > 0 then',
    from: 'sale.logTypes and #buyers > 0',
    to: '#buyers > 0',
    why: READ_IS_SPARED,
  },
  {
    file: `${LUA}/includes/revive.lua`,
    line: 'if most == 0 then break end',
    from: 'most == 0',
    to: 'false',
    why: 'No unit is left to move: the range is taken out and put back as it was, until the loop ends.',
  },
  {
    file: `${LUA}/includes/batch.lua`,
    line: 'if returned > 0 then',
    from: '>',
    to: '>=',
    why: 'None of the granted units came back only where no unit had: there is none to remove.',
  },
  {
    file: RESTORE,
    line: 'unit: shares.units[i] ?? 0,',
    from: 'shares.units[i] ?? 0',
    to: 'shares.units[i]',
    why: 'A unit is shared out for each hold: the other side is for the compiler.',
  },
  {
    file: RESTORE,
    line: '(one) => !live.has(one.attempt) && !owners.has(one.buyer) && !present.has(one.buyer),',
    from: '!live.has(one.attempt) && !owners.has(one.buyer)',
    to: '!owners.has(one.buyer)',
    why: 'A fence belongs to one attempt of one buyer: whose order is live owns one.',
  },
  {
    file: RESTORE,
    line: 'const mark = plan.marks.find((one) => one.epoch === state.epoch)?.seq ?? state.seq;',
    from: 'plan.marks.find((one) => one.epoch === state.epoch)?.seq ?? state.seq',
    to: 'plan.marks.find((one) => one.epoch === state.epoch)?.seq',
    why: 'The epoch of the state ends, so it has a mark: the other side is for the compiler.',
  },
  {
    file: `${LUA}/mark.lua`,
    line: "local damage = (halted or '') ~= '' and halted or ARGV[2]",
    from: "halted or ''",
    to: 'halted',
    why: 'Where nothing is remembered it is false: a difference to the empty text, and not taken for a reason.',
  },
  {
    file: RESTORE,
    line: 'for (let unit = 1; unit < highest; unit++) {',
    from: '<',
    to: '<=',
    why: 'The highest unit is a used one, and those are passed by.',
  },
  {
    file: 'apps/worker/src/tick/inspect-sale.ts',
    line: 'const knownSince = clockSince ?? Number.POSITIVE_INFINITY;',
    from: 'clockSince ?? Number.POSITIVE_INFINITY',
    to: 'clockSince',
    why: 'Each inspection has set it before it asks: the other side is for the compiler.',
  },
  {
    file: 'apps/worker/src/tick/inspect-sale.ts',
    line: "return verdict.kind === 'jumped' && verdict.to < verdict.from ? null : oldest;",
    from: "verdict.kind === 'jumped' && verdict.to < verdict.from",
    to: 'verdict.to < verdict.from',
    why: 'A steady clock has neither, and nothing is less than nothing.',
  },
  {
    file: 'apps/worker/src/tick/job-times.ts',
    line: 'const at = isNew ? performance.now() : (known?.at ?? 0);',
    from: 'known?.at ?? 0',
    to: 'known?.at',
    why: 'What is not new is known: the other side is for the compiler.',
  },
  {
    file: 'libs/reservation/src/restore/rules-told.ts',
    line: "[isPaused, { type: 'pause', reason: now.pauseReason ?? '' }],",
    from: "now.pauseReason ?? ''",
    to: 'now.pauseReason',
    why: 'All rules have this field: the other side is for the compiler.',
  },
  {
    file: 'libs/reservation/src/restore/rules-told.ts',
    line: "[differs('message'), { type: 'message', text: now.message ?? '' }],",
    from: "now.message ?? ''",
    to: 'now.message',
    why: 'All rules have this field: the other side is for the compiler.',
  },
  {
    file: 'apps/worker/src/tick/job-times.ts',
    line: 'const release = known?.release ?? null;',
    from: 'known?.release ?? null',
    to: 'known?.release',
    why: 'Of a sale of which nothing is known all moments are planned anyway.',
  },
  {
    file: 'apps/worker/src/tick/job-times.ts',
    line: 'return nextExpiryAt !== null && (release === null || release <= now || nextExpiryAt < release);',
    from: 'release === null || release <= now',
    to: 'release <= now',
    why: 'Nothing counts as 0 in a comparison, and no moment is before that.',
  },
  {
    file: 'apps/worker/src/tick/job-times.ts',
    line: 'const release = plansRelease ? shot.nextExpiryAt : (known?.release ?? null);',
    from: 'known?.release ?? null',
    to: 'known?.release',
    why: 'Without a release to plan the sale is known: the other side is for the compiler.',
  },
  {
    file: 'apps/worker/src/tick/polling-schedule.ts',
    line: 'const state = known ?? { dueAt: 0, isRunning: true, nextAt: null };',
    from: 'known ?? { dueAt: 0, isRunning: true, nextAt: null }',
    to: '{ dueAt: 0, isRunning: true, nextAt: null }',
    why: 'No hint is kept of a sale at rest, and the end of the inspection sets its moment anew.',
  },
  {
    file: 'apps/worker/src/restore/stored-chain.ts',
    line: 'if (!isWhole || fold.n !== state.n || fold.unknown.size > 0) {',
    from: '!isWhole || fold.n !== state.n',
    to: 'fold.n !== state.n',
    why: 'What is read of a log that is not whole ends before the last entry of the state.',
  },
  {
    file: 'apps/worker/src/restore/stored-chain.ts',
    line: 'if (head && head.epoch > state.epoch) {',
    from: 'head && head.epoch > state.epoch',
    to: 'head.epoch > state.epoch',
    why: 'A block was stored, or one with its number was there: the other side is for the compiler.',
  },
  {
    file: 'apps/worker/src/restore/restore.ts',
    line: ".filter(({ state, by }) => state !== 'pending' || by > 0)",
    from: '>',
    to: '>=',
    why: 'No change of stock is by 0.',
  },
  {
    file: 'apps/worker/src/restore/restore.ts',
    line: ".map(({ id, state, floor }) => ({ id, floor: state === 'refused' ? (floor ?? 0) : null })),",
    from: 'floor ?? 0',
    to: 'floor',
    why: 'A change that was refused has a floor: the other side is for the compiler.',
  },
  {
    file: 'apps/worker/src/intents/unfinished-changes.ts',
    line: "return isSame && 'buyer' in entry && leaves.has(entry.buyer);",
    from: "isSame && 'buyer' in entry",
    to: 'isSame',
    why: 'An entry without a buyer names nothing, and nothing is no leaf.',
  },
  {
    file: 'apps/worker/src/intents/unfinished-changes.ts',
    line: 'const newest = heads[0]?.b ?? -1;',
    from: 'heads[0]?.b ?? -1',
    to: 'heads[0]?.b',
    why: 'A chain that has a head answers its newest one: the other side is for the compiler.',
  },
  {
    file: 'apps/worker/src/log-store/block-writer.ts',
    line: "if (draft.kind === 'nothing' && draft.shot) {",
    from: "draft.kind === 'nothing' && draft.shot",
    to: 'draft.shot',
    why: 'No other draft has such a field: the other side is for the compiler.',
  },
  {
    file: 'apps/worker/src/log-store/block-codec.ts',
    line: "if (entry.type !== 'join' || entry.network === undefined) {",
    from: "entry.type !== 'join' || entry.network === undefined",
    to: 'entry.network === undefined',
    why: 'No other entry has a network: the other side is for the compiler.',
  },
  {
    file: 'apps/worker/src/log-store/block-codec.ts',
    line: 'if (count >= limit) {',
    from: 'count >= limit',
    to: 'true',
    why: 'Where there is room, makeRoom sees it at the first sale and forgets none.',
  },
  {
    file: 'apps/worker/src/log-store/block-codec.ts',
    line: 'const { leaves, leafOf } = sales.get(sale.id) ?? knownOf(sale);',
    from: 'sales.get(sale.id) ?? knownOf(sale)',
    to: 'knownOf(sale)',
    why: 'A codec asks for the leaves of one sale and uses them before it asks for another: it is the last one anyway.',
  },
  {
    file: 'apps/worker/src/granting/drain.ts',
    line: 'lock = taken ?? lock;',
    from: 'taken ?? lock',
    to: 'taken',
    why: 'A line whose lock was not taken is left: nothing asks for the lock after that.',
  },
  {
    file: 'apps/api/src/app/services/buyer/confirm/confirm.ts',
    line: "return monotonicNow() < until ? { kind: 'held_again' } : null;",
    from: 'monotonicNow() < until',
    to: 'true',
    why: 'The loop asks for the time once more: when it is over, both are told as pending.',
  },
  {
    file: 'apps/api/src/app/services/buyer/confirm/confirm.ts',
    line: "return monotonicNow() < until ? { kind: 'held_again' } : null;",
    from: '<',
    to: '<=',
    why: 'The loop asks for the time once more: when it is over, both are told as pending.',
  },
  {
    file: 'apps/worker/src/tick/sale-shares.ts',
    line: 'if (known) {',
    from: 'known',
    to: 'false',
    why: 'A share follows from the workers alone, and is forgotten when they change: it is only worked out anew.',
  },
  {
    file: 'apps/worker/src/tick/sale-shares.ts',
    line: 'if (living.join() !== workers.join()) {',
    from: 'living.join() !== workers.join()',
    to: 'true',
    why: 'The same workers have the same shares: they are only worked out anew.',
  },
];
