import { describe, expect, it } from 'vitest';
import type { Answers } from '../src/api/client';
import { byGroup, causeOf, oddsOf, turningPoint, whatWouldHaveChanged, type Reasons } from '../src/parts/evidence';

type Item = Answers['HistoryItem'];

const policy: Answers['PolicyAnswer'] = {
  name: 'default',
  version: 1,
  mediumThreshold: 0.45,
  highThreshold: 0.7,
  blockRisk: 0.8865,
  maxBotLogOddsPerGroup: 3.5,
  maxBlamePerWindow: 3,
};

const reasons: Reasons = new Map(
  (
    [
      ['physics.key_hold', 'HOLDS', 'BOT'],
      ['pattern.narrow_cadence', 'KEY_TIMING', 'BOT'],
      ['anomaly.typing_rhythm', null, 'IMPOSTOR'],
      ['context.banned', null, null],
    ] as const
  ).map(([code, group, about]) => [
    code,
    { code, family: 'PHYSICS', meaning: `What ${code} means.`, group, about, measures: null, curve: [] },
  ]),
);

function item(change: Partial<Item>): Item {
  return {
    at: '2026-01-01T00:00:00Z',
    decisionId: crypto.randomUUID(),
    kind: 'BATCH',
    decision: 'ALLOW',
    trust: 0.5,
    risk: 0.05,
    impostorRisk: 0.08,
    phase: 'VERIFYING',
    evidence: [],
    policyVersion: 1,
    baselineVersion: 0,
    commitNumber: 1,
    stream: 'main',
    sequence: 1,
    action: null,
    sensitivity: 'MEDIUM',
    count: 1,
    challengeOutcome: null,
    wouldHave: null,
    turnedBy: null,
    declaredAgent: null,
    ...change,
  };
}

const says = (code: string, weight: number) => ({ code, family: 'PHYSICS' as const, weight, confidence: 1 });

describe('what would have changed a decision', () => {
  it('names the two groups of a block, over all items since a passed challenge', () => {
    const items = [
      item({ evidence: [says('anomaly.typing_rhythm', 1)] }),
      item({ evidence: [says('physics.key_hold', 3)], decision: 'CHALLENGE' }),
      item({ evidence: [says('pattern.narrow_cadence', 2)], decision: 'BLOCK' }),
    ];
    const text = whatWouldHaveChanged(items[2]!, items, reasons, policy);
    expect(text).toContain(
      'How long keys are held; When keys follow each other. By one group alone, it would have been CHALLENGE at most.',
    );
  });

  it('does not count what came before a passed challenge', () => {
    const items = [
      item({ evidence: [says('physics.key_hold', 3)] }),
      item({ kind: 'CHALLENGE', challengeOutcome: 'PASSED' }),
      item({ evidence: [says('pattern.narrow_cadence', 2)], decision: 'BLOCK' }),
    ];
    expect(whatWouldHaveChanged(items[2]!, items, reasons, policy)).not.toContain('How long keys are held');
  });

  it('explains a ban by the ban', () => {
    const banned = item({ decision: 'BLOCK', evidence: [says('context.banned', 0)] });
    expect(whatWouldHaveChanged(banned, [banned], reasons, policy)).toContain('What context.banned means.');
  });

  it('says which trust a challenge lacked, and what kept it low', () => {
    const challenged = item({ decision: 'CHALLENGE', trust: 0.2, impostorRisk: 0.7 });
    expect(whatWouldHaveChanged(challenged, [challenged], reasons, policy)).toBe(
      'Trust was 0.20, and MEDIUM needs 0.45. What kept it low is evidence that it is not the user.',
    );
  });

  it('says what HIGH needs', () => {
    const high = item({ decision: 'CHALLENGE', trust: 0.6, phase: 'TRUSTED', sensitivity: 'HIGH' });
    expect(whatWouldHaveChanged(high, [high], reasons, policy)).toContain('HIGH needs 0.70');
  });

  it('names the rule of the action if only that asks for a challenge', () => {
    const ruled = item({
      decision: 'CHALLENGE',
      trust: 0.6,
      action: 'transfer',
      kind: 'EVALUATION',
      evidence: [says('context.action_rule', 0)],
    });
    expect(whatWouldHaveChanged(ruled, [ruled], reasons, policy)).toContain('has a rule for transfer');
    expect(causeOf(ruled)).toBe('context.action_rule');
  });

  it('explains a denial by the list', () => {
    const denied = item({ decision: 'BLOCK', evidence: [says('physics.key_hold', 2), says('context.denied_by_list', 0)] });
    expect(whatWouldHaveChanged(denied, [denied], reasons, policy)).toContain('context.denied_by_list');
    expect(causeOf(denied)).toBe('context.denied_by_list');
  });

  it('says that a passed challenge allowed HIGH', () => {
    const allowed = item({ trust: 0.5, sensitivity: 'HIGH', kind: 'EVALUATION' });
    expect(whatWouldHaveChanged(allowed, [allowed], reasons, policy)).toContain(
      'A passed challenge allowed it. Trust below 0.45',
    );
  });

  it('says that nothing was scored without hot state', () => {
    const degraded = item({ decision: 'CHALLENGE', trust: null, risk: null, impostorRisk: null, phase: null, kind: 'DEGRADED' });
    expect(whatWouldHaveChanged(degraded, [degraded], reasons, policy)).toContain('nothing was scored');
  });
});

it('blames a ban, and never evidence for the person', () => {
  expect(causeOf({ turnedBy: null, evidence: [says('anomaly.typing_rhythm', -2), says('context.banned', 0)] })).toBe(
    'context.banned',
  );
  expect(causeOf({ turnedBy: null, evidence: [says('anomaly.typing_rhythm', -2)] })).toBeUndefined();
  expect(causeOf({ turnedBy: 'physics.key_hold', evidence: [] })).toBe('physics.key_hold');
});

it('adds evidence up by group', () => {
  const both = item({ evidence: [says('physics.key_hold', 2), says('anomaly.typing_rhythm', -0.5), says('context.banned', 0)] });
  expect([...byGroup(both, reasons)]).toEqual([
    ['HOLDS', 2],
    ['IDENTITY', -0.5],
  ]);
});

it('finds the item that turned the session, a block before a challenge', () => {
  const items = [
    item({}),
    item({ decision: 'CHALLENGE', turnedBy: 'physics.key_hold' }),
    item({ decision: 'BLOCK', turnedBy: 'physics.key_hold' }),
    item({ decision: 'BLOCK' }),
  ];
  expect(turningPoint(items)).toBe(2);
  expect(turningPoint(items.slice(0, 2))).toBe(1);
  expect(turningPoint(items.slice(0, 1))).toBe(0);
});

it('says what a weight does to the odds', () => {
  expect(oddsOf(3, 'BOT')).toBe('It made the odds of a bot 20 times higher, unless a bound held it back.');
  expect(oddsOf(-1, 'IMPOSTOR')).toBe('It made the odds of an impostor 2.7 times lower, unless a bound held it back.');
});
