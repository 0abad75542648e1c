import type { ReactNode } from 'react';
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components';
import { Link } from 'wouter';
import { segment, type Answers } from '../api/client';
import { useReasons } from '../api/queries';
import { dateAndTime } from '../app/format';
import { causeOf } from './evidence';

/** The user of rows that are about nobody. */
export const nobody = '-';

export function DecisionMark({ of }: { of: Answers['Decision'] }) {
  return <span className={`mark ${of.toLowerCase()}`}>{of}</span>;
}

export function LabelMark({ of }: { of: Answers['Label'] | null }) {
  return of ? <span className={`mark ${of === 'FRAUD' ? 'block' : 'allow'}`}>{of}</span> : null;
}

/** A reason code. Hovered or focused, it says what was seen; pressed, it opens the detector. */
export function ReasonName({ code }: { code: string }) {
  const reason = useReasons().data?.get(code);
  if (!reason) return <code>{code}</code>;
  return (
    <TooltipTrigger delay={150}>
      <Focusable>
        <Link className="reason" role="link" href={`/detectors/${code}`}>
          {code}
        </Link>
      </Focusable>
      <Tooltip className="tooltip">{reason.meaning}</Tooltip>
    </TooltipTrigger>
  );
}

/** Why a row of the audit was no ALLOW. */
export function Cause({ of }: { of: Answers['AuditItem'] }) {
  const code = of.decision === 'ALLOW' ? undefined : causeOf({ turnedBy: of.turnedBy, evidence: of.reasons });
  return code ? <ReasonName code={code} /> : null;
}

/** Long ids are cut in lists; the page of the session has the whole. */
export function SessionLink({ id }: { id: string }) {
  const short = id.length > 20 ? `${id.slice(0, 9)}…${id.slice(-6)}` : id;
  return (
    <Link href={`/sessions/${segment(id)}`} title={id}>
      <code>{short}</code>
    </Link>
  );
}

export function UserLink({ id }: { id: string }) {
  return id === nobody ? <>–</> : <Link href={`/users/${segment(id)}`}>{id}</Link>;
}

export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{dateAndTime(at)}</time>;
}

/** A definition list of facts. */
export function Facts({ of }: { of: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
