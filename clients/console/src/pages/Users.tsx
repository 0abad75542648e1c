import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { useLocation } from 'wouter';
import { query, segment, type Answers } from '../api/client';
import { usePages } from '../api/queries';
import { Pages } from '../parts/State';
import { Moment, ReasonName, UserLink } from '../parts/Words';

/** Opens a user by id, or one of those who were blocked. */
export default function Users() {
  const [user, setUser] = useState('');
  const [, navigate] = useLocation();
  const blocked = usePages<Answers['ReviewsAnswer']>(query('/review', { kind: 'BLOCK', limit: 50 }));
  return (
    <>
      <h1>Users</h1>
      <form
        role="search"
        className="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (user.trim() !== '') navigate(`/users/${segment(user.trim())}`);
        }}
      >
        <TextField value={user} onChange={setUser}>
          <Label>User</Label>
          <Input autoComplete="off" spellCheck={false} />
        </TextField>
        <Button type="submit" className="primary">
          Open
        </Button>
      </form>
      <h2>Blocked, and not reviewed yet</h2>
      <Pages of={blocked} items={(page: Answers['ReviewsAnswer']) => page.items} empty="Nobody.">
        {(cases) => (
          <ul className="plain-list">
            {cases.map((one) => (
              <li key={one.id}>
                <UserLink id={one.userId} /> <Moment at={one.decidedAt} /> {one.reason && <ReasonName code={one.reason} />}
              </li>
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}
