import { useState, type ReactNode } from 'react';
import type { Answers } from '../../api/client';
import { useChange } from '../../api/queries';
import { percent } from '../../app/format';
import { Confirm } from '../../parts/Confirm';
import { Note } from './Note';
import { tagOf } from './version';

type Version = Answers['PolicyVersionAnswer'];

/** What can be done with the version in its state. */
export function Steps({ version }: { version: Version }) {
  const { state } = version;
  return (
    <>
      {state !== 'LIVE' && (
        <Step version={version} step="approve" label="Approve">
          You agree to the version as it is shown. Nobody can approve what they wrote.
        </Step>
      )}
      {(state === 'DRAFT' || state === 'RETIRED') && (
        <Step version={version} step="shadow" label="Put into shadow">
          It is scored beside the live version, without effect. A version that is in shadow now retires.
        </Step>
      )}
      {state !== 'LIVE' && (
        <Step version={version} step="live" label="Make live">
          Every session is decided by it within five seconds. The version that is live now retires; a rollback brings it back.
        </Step>
      )}
      {state === 'LIVE' && (
        <Step version={version} step="rollback" label="Roll back" danger>
          The version that was live before decides again, at once.
        </Step>
      )}
      {state === 'SHADOW' && (
        <Step version={version} step="rollback" label="End the shadow">
          It is not scored any more. Nothing else changes.
        </Step>
      )}
    </>
  );
}

function Step({
  version,
  step,
  label,
  danger = false,
  children,
}: {
  version: Version;
  step: string;
  label: string;
  danger?: boolean;
  children: ReactNode;
}) {
  const [note, setNote] = useState('');
  const [share, setShare] = useState('0');
  const [unsimulated, setUnsimulated] = useState(false);
  const change = useChange<Version>();
  const consent = step === 'live' ? { acceptBlockShare: Number(share), acceptUnsimulated: unsimulated } : {};
  return (
    <Confirm
      label={label}
      title={`${label}: version ${version.number}?`}
      danger={danger}
      action={() =>
        change.mutateAsync({
          method: 'POST',
          path: `/policy/versions/${version.number}/${step}`,
          body: { note, ...consent },
          tag: tagOf(version),
        })
      }
    >
      <p>{children}</p>
      {step === 'live' && (
        <>
          <label>
            Accept that its simulation blocks {percent(Number(share))} of decisions
            <input type="range" min="0" max="1" step="0.01" value={share} onChange={(event) => setShare(event.target.value)} />
          </label>
          <label className="check">
            <input type="checkbox" checked={unsimulated} onChange={(event) => setUnsimulated(event.target.checked)} />
            Accept that it was not simulated
          </label>
        </>
      )}
      <Note value={note} onChange={setNote} />
    </Confirm>
  );
}
