import type { Answers } from '../api/client';

type Row = Answers['AuditItem'];

/** A session as rows of the audit tell it. */
export interface FoundSession {
  id: string;
  user: string;
  last: Row;
  strictest: Row;
}

const strictness = { ALLOW: 0, CHALLENGE: 1, BLOCK: 2 } as const;

/**
 * The sessions of rows, in the order of their last row.
 * @param rows The newest first.
 */
export function bySession(rows: Row[]): FoundSession[] {
  const found = new Map<string, FoundSession>();
  for (const row of rows) {
    if (row.sessionId === null) continue;
    const one = found.get(row.sessionId);
    if (!one) found.set(row.sessionId, { id: row.sessionId, user: row.userId, last: row, strictest: row });
    else if (strictness[row.decision] > strictness[one.strictest.decision]) one.strictest = row;
  }
  return [...found.values()];
}
