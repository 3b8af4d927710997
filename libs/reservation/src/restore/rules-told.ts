import type { Change, Fold } from '@flash/fairness';
import { ruleFields } from '../engine/rules.ts';
import type { SaleRules } from '../rules.ts';

/** What the log has told of the rules so far, by their names in fsmeta; what no entry told is left out. */
export type RulesTold = Readonly<Record<string, string>>;

export function rulesOfFold({ paused, closed, message, window }: Fold): RulesTold {
  const told = { paused: paused ? '1' : '0', closed: closed ? '1' : '0', message };
  const moments = Object.entries(window ?? {}).map(([name, at]) => [name, String(at)]);
  return { ...told, ...Object.fromEntries(moments) };
}

/** What an `edit` stands for, as in lua/rules.lua. */
const EDITED = [
  ...['startsAt', 'endsAt', 'lobbyOpensAt', 'holdMs', 'fastPassPercent', 'price'],
  ...['extensions', 'extensionMs', 'honour'],
];

/** What the log has to say before a sale goes on by other rules than it was frozen with. */
export function rulesChanges(told: RulesTold, rules: SaleRules): Change[] {
  const now = Object.fromEntries(ruleFields(rules).map(([name, value]) => [name, String(value)]));
  const differs = (name: string) => told[name] !== undefined && told[name] !== now[name];
  const isEdited = EDITED.some(differs) || (differs('closed') && !rules.closed);
  const isPaused = rules.paused && (differs('paused') || differs('pauseReason'));
  const { version, startsAt, endsAt, lobbyOpensAt } = rules;
  const changes: [boolean, Change][] = [
    [isEdited, { type: 'edit', version, startsAt, endsAt, lobbyOpensAt }],
    [isPaused, { type: 'pause', reason: now.pauseReason ?? '' }],
    [differs('paused') && !rules.paused, { type: 'resume' }],
    [differs('message'), { type: 'message', text: now.message ?? '' }],
    [differs('closed') && rules.closed, { type: 'end' }],
  ];
  return changes.flatMap(([isDue, change]) => (isDue ? [change] : []));
}
