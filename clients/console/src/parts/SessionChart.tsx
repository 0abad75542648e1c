import type { Answers } from '../api/client';
import { timeOfDay, words } from '../app/format';
import { byGroup, groupName, type Reasons } from './evidence';

type Item = Answers['HistoryItem'];

/** Something that was done about the user while the session lasted. */
export interface Sanction {
  at: string;
  kind: string;
}

const left = 48;
const right = 8;
const height = { marks: 22, scores: 130, phase: 10, evidence: 130 };
const top = { marks: 0, scores: height.marks + 6, phase: 0, evidence: 0 };
top.phase = top.scores + height.scores + 6;
top.evidence = top.phase + height.phase + 12;
const total = top.evidence + height.evidence + 20;

const lines = [
  { name: 'Trust', colour: 'allow', of: (item: Item) => item.trust },
  { name: 'Bot risk', colour: 'block', of: (item: Item) => item.risk },
  { name: 'Impostor risk', colour: 'second', of: (item: Item) => item.impostorRisk },
] as const;

const groups = ['HOLDS', 'KEY_TIMING', 'MANNER', 'PATH', 'APPROACH', 'COURSE', 'REPLAY', 'PROVENANCE', 'IDENTITY', 'CONTEXT'];

/** A session from left to right, an item a column: scores, phases, evidence by group, and what was decided and done. */
export function SessionChart({
  items,
  sanctions,
  reasons,
  selected,
  select,
}: {
  items: Item[];
  sanctions: Sanction[];
  reasons: Reasons;
  selected: number;
  select: (item: number) => void;
}) {
  const column = Math.min(48, Math.max(12, 900 / items.length));
  const width = left + right + column * items.length;
  const x = (i: number) => left + column * (i + 0.5);
  const evidence = items.map((item) => byGroup(item, reasons));
  const reach = Math.max(1, ...evidence.flatMap((by) => [sumOf(by, 1), -sumOf(by, -1)]));
  const y = (share: number) => top.scores + height.scores * (1 - share);
  const middle = top.evidence + height.evidence / 2;
  const present = groups.filter((group) => evidence.some((by) => by.has(group)));
  const at = items[selected]!;
  return (
    <figure className="session-chart">
      <figcaption className="legend">
        {lines.map((line) => (
          <span key={line.name} className={`key ${line.colour}`}>
            {line.name}
          </span>
        ))}
        {present.map((group) => (
          <span key={group} className={`key group-${group}`}>
            {groupName(group)}
          </span>
        ))}
      </figcaption>
      <div className="scroll" tabIndex={0} role="region" aria-label="The session's chart">
        <svg width={width} height={total} role="img" aria-label="The session over time. The slider below goes through its items.">
          {[0, 0.5, 1].map((share) => (
            <g key={share} className="grid">
              <line x1={left} x2={width - right} y1={y(share)} y2={y(share)} />
              <text x={left - 6} y={y(share) + 4}>
                {share}
              </text>
            </g>
          ))}
          {[reach, 0, -reach].map((nats) => (
            <g key={nats} className="grid">
              <line x1={left} x2={width - right} y1={level(nats)} y2={level(nats)} />
              <text x={left - 6} y={level(nats) + 4}>
                {nats === 0 ? '0' : nats.toFixed(1)}
              </text>
            </g>
          ))}
          <rect className="selected" x={x(selected) - column / 2} width={column} y={0} height={total} />
          {items.map(
            (item, i) =>
              item.phase && (
                <rect
                  key={item.decisionId}
                  className={`phase ${item.phase}`}
                  x={x(i) - column / 2}
                  width={column}
                  y={top.phase}
                  height={height.phase}
                >
                  <title>{words(item.phase)}</title>
                </rect>
              ),
          )}
          {evidence.map((by, i) => (
            <Stack key={i} by={by} x={x(i)} width={column} />
          ))}
          {lines.map((line) => (
            <path key={line.name} className={`line ${line.colour}`} d={pathOf(items.map(line.of))} />
          ))}
          {items.map((item, i) => (
            <Mark key={item.decisionId} of={item} x={x(i)} />
          ))}
          {sanctions.map((sanction) => {
            const place = left + column * items.filter((item) => item.at <= sanction.at).length;
            return (
              <g key={sanction.at + sanction.kind} className="sanction">
                <line x1={place} x2={place} y1={0} y2={total - 14} />
                <text x={Math.min(place + 3, width - 70)} y={total - 3}>
                  {words(sanction.kind)}
                </text>
              </g>
            );
          })}
          {items.map((item, i) => (
            <rect
              key={item.decisionId}
              className="hit"
              x={x(i) - column / 2}
              width={column}
              y={0}
              height={total}
              onClick={() => select(i)}
            >
              <title>{`${timeOfDay(item.at)} ${words(item.kind)}: ${item.decision}`}</title>
            </rect>
          ))}
        </svg>
      </div>
      <label className="slider">
        <span>
          Item {selected + 1} of {items.length}
        </span>
        <input
          type="range"
          min={0}
          max={items.length - 1}
          value={selected}
          aria-valuetext={`${timeOfDay(at.at)}, ${words(at.kind)}, ${at.decision}`}
          onChange={(event) => select(Number(event.target.value))}
        />
      </label>
    </figure>
  );

  function level(nats: number): number {
    return middle - (nats / reach) * (height.evidence / 2);
  }

  function pathOf(values: (number | null)[]): string {
    let path = '';
    let pen = 'M';
    values.forEach((value, i) => {
      if (value !== null) path += `${pen}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = value === null ? 'M' : 'L';
    });
    return path;
  }

  function Stack({ by, x: center, width: wide }: { by: Map<string, number>; x: number; width: number }) {
    let [up, down] = [0, 0];
    return present.map((group) => {
      const nats = by.get(group) ?? 0;
      if (nats === 0) return null;
      const from = nats > 0 ? up : down;
      if (nats > 0) up += nats;
      else down += nats;
      const [high, low] = [level(Math.max(from, from + nats)), level(Math.min(from, from + nats))];
      return (
        <rect
          key={group}
          className={`group-${group}`}
          x={center - wide * 0.35}
          width={wide * 0.7}
          y={high}
          height={Math.max(low - high, 1)}
        />
      );
    });
  }
}

/** What a column was: a dot in the colour of its decision, or a letter for what is no batch. */
function Mark({ of, x }: { of: Item; x: number }) {
  const letter = {
    SESSION_OPENED: 'S',
    SESSION_ENDED: 'E',
    CHALLENGE: of.challengeOutcome === 'PASSED' ? '✓' : '✗',
    EVALUATION: 'A',
  }[of.kind as string];
  return (
    <g className={`decided ${of.decision.toLowerCase()}`}>
      <circle cx={x} cy={top.marks + 11} r={of.turnedBy ? 8 : 6} />
      {letter && (
        <text x={x} y={top.marks + 15}>
          {letter}
        </text>
      )}
    </g>
  );
}

const sumOf = (by: Map<string, number>, sign: 1 | -1) =>
  [...by.values()].filter((nats) => Math.sign(nats) === sign).reduce((all, nats) => all + nats, 0);
