import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import type { Answers } from '../api/client';
import { useAnswer, useCaller, useChange, useIsAdmin } from '../api/queries';
import { Confirm } from '../parts/Confirm';
import { instant } from '../parts/Search';
import { Answer, Failure } from '../parts/State';
import { Moment } from '../parts/Words';

type Scope = Answers['Scopes'];

const scopes: { name: Scope; what: string }[] = [
  { name: 'SERVER', what: "a site's back end: sessions, batches, evaluations, challenges" },
  { name: 'INGEST', what: 'batches only' },
  { name: 'ANALYST', what: 'reads decisions and users, and labels' },
  { name: 'ADMIN', what: 'changes users, bans and keys' },
  { name: 'METRICS', what: "the installation's metrics" },
  { name: 'OPERATOR', what: "the installation's metrics and jobs" },
];

export default function Keys() {
  const isAdmin = useIsAdmin();
  const keys = useAnswer<Answers['KeysAnswer']>(isAdmin ? '/keys' : null);
  const [made, setMade] = useState<Answers['NewKeyAnswer'] | null>(null);
  if (!isAdmin)
    return (
      <>
        <h1>Keys</h1>
        <p>Only an administrator sees keys. Sign in with a key that has the ADMIN scope.</p>
      </>
    );
  return (
    <>
      <h1>Keys</h1>
      {made && (
        <section className="why allow" aria-label="The new key" role="status">
          <p>
            The key <strong>{made.name}</strong> is shown once. Store it now:
          </p>
          <p>
            <code>{made.key}</code>
          </p>
          <Button onPress={() => setMade(null)}>I have stored it</Button>
        </section>
      )}
      <NewKey shown={setMade} />
      <Answer of={keys}>{({ items }) => <Table of={items} shown={setMade} />}</Answer>
    </>
  );
}

function NewKey({ shown }: { shown: (key: Answers['NewKeyAnswer']) => void }) {
  const held = useCaller().data?.scopes ?? [];
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Scope[]>([]);
  const [expires, setExpires] = useState('');
  const make = useChange<Answers['NewKeyAnswer']>();
  return (
    <form
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(
          { method: 'POST', path: '/keys', body: { name, scopes: chosen, expiresAt: instant(expires) ?? null } },
          {
            onSuccess: (key) => {
              shown(key);
              setName('');
              setChosen([]);
              setExpires('');
            },
          },
        );
      }}
    >
      <TextField value={name} onChange={setName} isRequired>
        <Label>Name of a new key</Label>
        <Input maxLength={64} autoComplete="off" />
      </TextField>
      <TextField value={expires} onChange={setExpires}>
        <Label>Expires (empty: never)</Label>
        <Input type="datetime-local" />
      </TextField>
      <fieldset>
        <legend>What it may do</legend>
        {scopes
          .filter(({ name: scope }) => mayGive(held, scope))
          .map(({ name: scope, what }) => (
            <label key={scope} className="check">
              <input
                type="checkbox"
                checked={chosen.includes(scope)}
                onChange={(event) => setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))}
              />
              {scope}: {what}
            </label>
          ))}
      </fieldset>
      <Button type="submit" className="primary" isDisabled={make.isPending}>
        Make the key
      </Button>
      {make.error && <Failure error={make.error} />}
    </form>
  );
}

/** Only what the caller's own key may do, too. */
function mayGive(held: Scope[], scope: Scope): boolean {
  const included: Partial<Record<Scope, Scope>> = { INGEST: 'SERVER', ANALYST: 'ADMIN', METRICS: 'OPERATOR' };
  return held.includes(scope) || (included[scope] !== undefined && held.includes(included[scope]));
}

function Table({ of, shown }: { of: Answers['KeyAnswer'][]; shown: (key: Answers['NewKeyAnswer']) => void }) {
  const rotate = useChange<Answers['NewKeyAnswer']>();
  const revoke = useChange();
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Keys">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Begins with</th>
            <th scope="col">May do</th>
            <th scope="col">Made</th>
            <th scope="col">Last used</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="hidden">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {of.map((key) => {
            const ended = key.revokedAt !== null || (key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now());
            return (
              <tr key={key.id}>
                <th scope="row">{key.name || 'bootstrap key'}</th>
                <td>{key.prefix ? <code>sk_{key.prefix}</code> : '–'}</td>
                <td>{key.scopes.join(', ')}</td>
                <td>
                  <Moment at={key.createdAt} />
                </td>
                <td>{key.lastUsedAt ? <Moment at={key.lastUsedAt} /> : 'never'}</td>
                <td>
                  {key.revokedAt ? (
                    <>
                      revoked <Moment at={key.revokedAt} />
                    </>
                  ) : key.expiresAt ? (
                    <>
                      {ended ? 'expired' : 'expires'} <Moment at={key.expiresAt} />
                    </>
                  ) : (
                    'usable'
                  )}
                </td>
                <td>
                  {!ended && (
                    <div className="buttons">
                      <Confirm
                        label="Rotate"
                        title={`Replace ${key.name || 'the bootstrap key'}?`}
                        action={() => rotate.mutateAsync({ method: 'POST', path: `/keys/${key.id}/rotate` }).then(shown)}
                      >
                        <p>A new key with the same scopes is made and shown once. The old one stays valid for 24 hours.</p>
                      </Confirm>
                      <Confirm
                        label="Revoke"
                        title={`Revoke ${key.name || 'the bootstrap key'}?`}
                        danger
                        action={() => revoke.mutateAsync({ method: 'DELETE', path: `/keys/${key.id}` })}
                      >
                        <p>It ends at once on this node, and within five seconds on every other. It cannot be undone.</p>
                      </Confirm>
                    </div>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
