import type { Answers } from '../api/client';
import { percent, score, words } from '../app/format';

type Item = Answers['HistoryItem'];
export type Reasons = Map<string, Answers['ExplainedReason']>;

/** The groups of evidence in words, as docs/models.md explains them. */
const groups: Record<string, string> = {
  HOLDS: 'How long keys are held',
  KEY_TIMING: 'When keys follow each other',
  PATH: 'How the pointer moves',
  APPROACH: 'How a press comes about',
  MANNER: 'How key strokes depend on each other',
  COURSE: 'How a movement unfolds',
  REPLAY: 'Whether input is played again',
  PROVENANCE: 'Where events come from',
  IDENTITY: 'Whether it is the user',
  CONTEXT: 'Circumstances',
};

export const groupName = (group: string) => groups[group] ?? words(group);

/** What speaks for or against the person in an item, by group, nats. */
export function byGroup(item: Item, reasons: Reasons): Map<string, number> {
  const groups = new Map<string, number>();
  for (const { code, weight } of item.evidence) {
    if (weight === 0) continue;
    const group = groupOf(code, reasons);
    groups.set(group, (groups.get(group) ?? 0) + weight);
  }
  return groups;
}

export function groupOf(code: string, reasons: Reasons): string {
  const reason = reasons.get(code);
  return reason?.group ?? (reason?.about === 'IMPOSTOR' ? 'IDENTITY' : 'CONTEXT');
}

/** The odds that a weight makes higher or lower, in words. */
export function oddsOf(nats: number, about: string): string {
  if (nats === 0) return 'It only informs.';
  if (Math.abs(nats) < 0.1) return 'It hardly moved the odds.';
  const factor = Math.exp(Math.abs(nats));
  const times = factor < 10 ? factor.toFixed(1) : String(Math.round(factor));
  const whose = about === 'IMPOSTOR' ? 'an impostor' : 'a bot';
  return `It made the odds of ${whose} ${times} times ${nats > 0 ? 'higher' : 'lower'}, unless a bound held it back.`;
}

/**
 * What would have changed the decision of an item, by the rules of docs/contract.md. Says no more than the rules do: it does not score
 * again.
 * @param before The items up to this one, the oldest first.
 */
export function whatWouldHaveChanged(item: Item, before: Item[], reasons: Reasons, policy: Answers['PolicyAnswer']): string {
  if (item.trust === null)
    return 'Hot state was away, so nothing was scored. With it, the session would have been decided by its evidence.';
  if (item.decision === 'BLOCK') return ofBlock(item, before, reasons, policy);
  if (item.decision === 'CHALLENGE') return ofChallenge(item, policy);
  if (item.sensitivity === 'LOW') return 'An action of LOW sensitivity is allowed unless the session is blocked.';
  const byTrust = item.phase === 'TRUSTED' && item.trust >= policy.highThreshold;
  if (item.sensitivity === 'HIGH' && !byTrust)
    return `A passed challenge allowed it. Trust below ${score(policy.mediumThreshold)} would have made it CHALLENGE all the same.`;
  const bound = item.sensitivity === 'HIGH' ? policy.highThreshold : policy.mediumThreshold;
  return `Trust below ${score(bound)} would have made it CHALLENGE, and a bot probability of ${percent(policy.blockRisk)} BLOCK.`;
}

function ofBlock(item: Item, before: Item[], reasons: Reasons, policy: Answers['PolicyAnswer']): string {
  const fixed = item.evidence.find(({ code }) => fixing.includes(code));
  if (fixed)
    return `${reasons.get(fixed.code)?.meaning ?? fixed.code} Without it, the session's own evidence would have decided.`;
  const passed = before.findLastIndex((one) => one.kind === 'CHALLENGE' && one.challengeOutcome === 'PASSED');
  const against = new Set<string>();
  for (const one of before.slice(passed + 1))
    for (const [group, nats] of byGroup(one, reasons))
      if (nats > 0 && group !== 'IDENTITY' && group !== 'CONTEXT') against.add(group);
  const names = [...against].map(groupName);
  const rule = `A block needs a bot probability of ${percent(policy.blockRisk)} from two independent groups of evidence.`;
  if (names.length < 2) return `${rule} It stays until the user passes a challenge or an administrator lifts it.`;
  return `${rule} Here these speak against the person: ${names.join('; ')}. By one group alone, it would have been CHALLENGE at most.`;
}

function ofChallenge(item: Item, policy: Answers['PolicyAnswer']): string {
  const pass = 'A passed challenge would have allowed it.';
  if (item.evidence.some(({ code }) => code === 'context.action_rule'))
    return `The policy has a rule for ${item.action ?? 'this action'}. Without the rule, it would have been allowed. ${pass}`;
  if (item.trust! < policy.mediumThreshold) {
    const identity = (item.impostorRisk ?? 0) > (item.risk ?? 0);
    return (
      `Trust was ${score(item.trust)}, and ${item.sensitivity === 'HIGH' ? 'any action of MEDIUM or HIGH' : 'MEDIUM'} needs ` +
      `${score(policy.mediumThreshold)}. What kept it low is evidence ${identity ? 'that it is not the user' : 'for a bot'}.`
    );
  }
  if (item.phase === 'COLD_START') return `Too little was judged yet: the session was in COLD_START. ${pass}`;
  if (item.sensitivity !== 'HIGH') return pass;
  if (item.phase !== 'TRUSTED')
    return `HIGH needs a TRUSTED session or a passed challenge; this one was in ${item.phase}. ${pass}`;
  return item.trust! < policy.highThreshold
    ? `Trust was ${score(item.trust)}, and HIGH needs ${score(policy.highThreshold)}. ${pass}`
    : `HIGH also needs recent evidence and a proof of who acts. ${pass}`;
}

/** Circumstances that block by themselves. */
const fixing = ['context.denied_by_list', 'context.banned', 'context.strikes'];

/** Circumstances that decide by themselves. */
const deciding = [...fixing, 'context.action_rule', 'context.identity_unproven'];

/** Why something was decided: what turned it, a circumstance that decides by itself, or the strongest evidence against the person. */
export function causeOf(of: { turnedBy: string | null; evidence: { code: string; weight: number }[] }): string | undefined {
  const circumstance = of.evidence.find(({ code }) => deciding.includes(code));
  return of.turnedBy ?? circumstance?.code ?? of.evidence.find(({ weight }) => weight > 0)?.code;
}

/** The item that explains the session best: where it was last decided most strictly, and by what. */
export function turningPoint(items: Item[]): number {
  for (const decision of ['BLOCK', 'CHALLENGE'] as const) {
    const turned = items.findLastIndex((item) => item.decision === decision && item.turnedBy !== null);
    if (turned >= 0) return turned;
    const decided = items.findIndex((item) => item.decision === decision && item.kind !== 'SESSION_OPENED');
    if (decided >= 0) return decided;
  }
  return items.length - 1;
}
