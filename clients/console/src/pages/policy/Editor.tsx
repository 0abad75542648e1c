import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Answers } from '../../api/client';
import { useChange } from '../../api/queries';
import { Failure } from '../../parts/State';
import { Note } from './Note';
import { tagOf } from './version';

/** The document as text; of a draft, administrators edit it. The server names each fault at its member. */
export function Editor({ version, mayEdit }: { version: Answers['PolicyVersionAnswer']; mayEdit: boolean }) {
  const [text, setText] = useState(() => JSON.stringify(version.document, null, 2));
  const [note, setNote] = useState(version.note);
  const [unreadable, setUnreadable] = useState<Error | null>(null);
  const save = useChange<Answers['PolicyVersionAnswer']>();
  const error = unreadable ?? save.error;
  return (
    <section aria-label="The document">
      <h2>The document</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          try {
            const document: unknown = JSON.parse(text);
            setUnreadable(null);
            save.mutate({
              method: 'PUT',
              path: `/policy/versions/${version.number}`,
              body: { document, note },
              tag: tagOf(version),
            });
          } catch (wrong) {
            setUnreadable(new Error(`The text is no JSON: ${(wrong as Error).message}`));
          }
        }}
      >
        <label>
          {mayEdit ? 'Policy' : 'Policy (cannot be edited here)'}
          <textarea
            className="document"
            rows={24}
            spellCheck={false}
            readOnly={!mayEdit}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {mayEdit && (
          <>
            <Note value={note} onChange={setNote} />
            {error && <Failure error={error} />}
            <div className="buttons">
              <Button type="submit" className="primary" isDisabled={save.isPending}>
                Save the draft
              </Button>
            </div>
          </>
        )}
      </form>
    </section>
  );
}
