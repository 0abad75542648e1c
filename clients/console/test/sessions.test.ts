import { expect, it } from 'vitest';
import type { Answers } from '../src/api/client';
import { bySession } from '../src/parts/sessions';

type Row = Answers['AuditItem'];

const row = (decisionId: string, sessionId: string | null, decision: Row['decision']) =>
  ({ decisionId, sessionId, userId: `user of ${sessionId}`, decision }) as Row;

it('sessions have their last and their strictest row, in the order of the last ones', () => {
  const rows = [
    row('1', 'a', 'ALLOW'),
    row('2', null, 'BLOCK'),
    row('3', 'b', 'CHALLENGE'),
    row('4', 'a', 'BLOCK'),
    row('5', 'a', 'CHALLENGE'),
    row('6', 'b', 'CHALLENGE'),
  ];
  const found = bySession(rows).map((one) => [one.id, one.user, one.last.decisionId, one.strictest.decisionId]);
  expect(found).toEqual([
    ['a', 'user of a', '1', '4'],
    ['b', 'user of b', '3', '3'],
  ]);
});

it('rows that belong to no session are left out', () => expect(bySession([row('1', null, 'BLOCK')])).toEqual([]));
