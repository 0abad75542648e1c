import { Refusal, segment, type Answers } from '../api/client';
import { useAnswer, useIsAdmin } from '../api/queries';
import { count, dateAndTime, score } from '../app/format';
import { BaselineContent } from '../parts/BaselineContent';
import { Answer } from '../parts/State';
import { Facts } from '../parts/Words';
import { Ban } from './user/Ban';
import { Changes } from './user/Changes';
import { Devices } from './user/Devices';
import { Enrolment } from './user/Enrolment';
import { RecentSessions } from './user/RecentSessions';
import { Versions } from './user/Versions';

type Profile = Answers['ProfileAnswer'];

export default function User({ id }: { id: string }) {
  const profile = useAnswer<Profile>(`/users/${segment(id)}/profile`);
  const unknown = profile.error instanceof Refusal && profile.error.code === 'user_unknown';
  return (
    <>
      <h1>
        User <code>{id}</code>
      </h1>
      {unknown ? (
        <p>No user with this id is known. Ids are those that your site opens sessions with, and are compared letter by letter.</p>
      ) : (
        <Answer of={profile}>{(of) => <Known of={of} />}</Answer>
      )}
    </>
  );
}

function Known({ of }: { of: Profile }) {
  const isAdmin = useIsAdmin();
  const id = of.userId;
  return (
    <>
      <Facts
        of={[
          ['Carried trust', score(of.carryOver)],
          ['Known devices', count(of.knownDevices)],
          ['Open blocks and failed challenges', count(of.openStrikes)],
          ['Sessions revoked', of.sessionsRevokedAt ? dateAndTime(of.sessionsRevokedAt) : 'never'],
          ['Scored with', of.scoredWithVersion > 0 ? `version ${of.scoredWithVersion} of the baseline` : 'no baseline yet'],
        ]}
      />
      <Ban user={id} of={of.ban} />
      {isAdmin && <Changes user={id} openStrikes={of.openStrikes} />}
      <h2>Sessions</h2>
      <RecentSessions user={id} />
      <h2>Devices</h2>
      <Devices of={of} />
      <h2>Baseline</h2>
      <Enrolment of={of.enrolment} />
      {of.learnt ? (
        <Versions user={id} of={of.learnt} scored={of.scoredWithVersion} />
      ) : (
        <p className="quiet">Nothing was learned yet.</p>
      )}
      {of.scoredWithVersion > 0 && <BaselineContent user={id} />}
    </>
  );
}
