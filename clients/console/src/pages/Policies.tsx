import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Answers } from '../api/client';
import { useChange, useIsAdmin, usePages } from '../api/queries';
import { Confirm } from '../parts/Confirm';
import { Pages } from '../parts/State';
import { Moment } from '../parts/Words';
import { Note } from './policy/Note';
import { nameOf, StateMark } from './policy/version';

/** The versions of the policy, the newest first. */
export default function Policies() {
  const isAdmin = useIsAdmin();
  const versions = usePages<Answers['PolicyVersionsAnswer']>('/policy/versions?limit=50');
  return (
    <>
      <h1>Policy</h1>
      <p>
        A policy says how evidence becomes decisions. Change it in a draft, simulate it over the audit, watch it in shadow, and
        make it live. <a href="/docs/policy">Which member does what</a>
      </p>
      {isAdmin && <NewDraft />}
      <Pages of={versions} items={(page) => page.items} empty="There are no versions.">
        {(items) => (
          <div className="scroll" tabIndex={0} role="region" aria-label="Versions">
            <table>
              <thead>
                <tr>
                  <th scope="col">Version</th>
                  <th scope="col">State</th>
                  <th scope="col">Why</th>
                  <th scope="col">Based on</th>
                  <th scope="col">Approvals</th>
                  <th scope="col">Changed</th>
                </tr>
              </thead>
              <tbody>
                {items.map((version) => (
                  <tr key={version.number}>
                    <th scope="row">
                      <Link href={`/policy/${version.number}`}>
                        {version.number} {nameOf(version)}
                      </Link>
                    </th>
                    <td>
                      <StateMark of={version.state} />
                    </td>
                    <td>{version.note}</td>
                    <td>{version.number === version.basedOn ? '–' : version.basedOn}</td>
                    <td>{version.approvals.length}</td>
                    <td>{version.authors.length > 0 ? <Moment at={version.changedAt} /> : 'with the product'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Pages>
    </>
  );
}

function NewDraft() {
  const [note, setNote] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [, go] = useLocation();
  const make = useChange<Answers['PolicyVersionAnswer']>();
  return (
    <div className="buttons">
      <Confirm
        label="New draft"
        title="Make a draft?"
        action={async () => {
          const document: unknown = file ? JSON.parse(await file.text()) : undefined;
          const draft = await make.mutateAsync({ method: 'POST', path: '/policy/versions', body: { note, document } });
          go(`/policy/${draft.number}`);
        }}
      >
        <p>It is a copy of the live version, or the document of a file. No session is scored by a draft.</p>
        <label>
          Document (JSON; leave it out for a copy)
          <input type="file" accept="application/json,.json" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
        </label>
        <Note value={note} onChange={setNote} />
      </Confirm>
    </div>
  );
}
