import { Link } from 'wouter';
import { addressOf, type Answers } from '../api/client';
import { useAnswer, useIsAdmin } from '../api/queries';
import { Answer } from '../parts/State';
import { Facts, Moment } from '../parts/Words';
import { Differences } from './policy/Differences';
import { Editor } from './policy/Editor';
import { Simulations } from './policy/Simulations';
import { Steps } from './policy/Steps';
import { firstOwn, nameOf, StateMark } from './policy/version';

/** One version: what it changes, how it would decide, and the steps that an administrator can take. */
export default function Policy({ number }: { number: string }) {
  const version = useAnswer<Answers['PolicyVersionAnswer']>(/^\d+$/.test(number) ? `/policy/versions/${number}` : null);
  if (!/^\d+$/.test(number)) return <h1>There is no such version</h1>;
  return (
    <>
      <p>
        <Link href="/policy">All versions</Link>
      </p>
      <h1>Policy, version {number}</h1>
      <Answer of={version}>{(one) => <Shown key={one.revision} version={one} />}</Answer>
    </>
  );
}

function Shown({ version }: { version: Answers['PolicyVersionAnswer'] }) {
  const isAdmin = useIsAdmin();
  const isPreset = version.number < firstOwn;
  return (
    <>
      <p>{version.note}</p>
      <Facts
        of={[
          ['Name', nameOf(version)],
          ['State', <StateMark key="state" of={version.state} />],
          ['Based on', isPreset ? '–' : <Link href={`/policy/${version.basedOn}`}>version {version.basedOn}</Link>],
          ['Approvals', String(version.approvals.length)],
          ['Live since', version.state === 'LIVE' && version.liveAt ? <Moment at={version.liveAt} /> : '–'],
        ]}
      />
      <div className="buttons">
        <a className="button" href={addressOf(`/policy/versions/${version.number}`)} download={`policy-${version.number}.json`}>
          Download
        </a>
        {isAdmin && !isPreset && <Steps version={version} />}
      </div>
      {!isPreset && <Differences version={version} />}
      <Simulations version={version.number} />
      <Editor version={version} mayEdit={isAdmin && version.state === 'DRAFT'} />
    </>
  );
}
