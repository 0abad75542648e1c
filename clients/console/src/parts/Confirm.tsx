import { useState, type ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Input, Label, Modal, ModalOverlay, TextField } from 'react-aria-components';
import { Failure } from './State';

/** A button whose change is asked about first. What cannot be undone asks for a word to be typed. */
export function Confirm({
  label,
  title,
  children,
  action,
  danger = false,
  typed,
}: {
  label: string;
  title: string;
  /** What the change does, for whom, and whether it can be undone. */
  children: ReactNode;
  action: () => Promise<unknown>;
  danger?: boolean;
  typed?: string;
}) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  return (
    <DialogTrigger
      onOpenChange={() => {
        setText('');
        setError(null);
      }}
    >
      <Button className={danger ? 'danger' : ''}>{label}</Button>
      <ModalOverlay className="overlay" isDismissable={!busy}>
        <Modal className="modal">
          <Dialog role="alertdialog">
            {({ close }) => (
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  setBusy(true);
                  action()
                    .then(close, setError)
                    .finally(() => setBusy(false));
                }}
              >
                <Heading slot="title">{title}</Heading>
                <div>{children}</div>
                {typed !== undefined && (
                  <TextField value={text} onChange={setText} autoFocus>
                    <Label>
                      Type <strong>{typed}</strong> to confirm
                    </Label>
                    <Input autoComplete="off" spellCheck={false} />
                  </TextField>
                )}
                {error && <Failure error={error} />}
                <div className="buttons">
                  <Button onPress={close} isDisabled={busy} autoFocus={danger && typed === undefined}>
                    Cancel
                  </Button>
                  <Button
                    type="submit"
                    className={danger ? 'danger' : 'primary'}
                    isDisabled={busy || (typed !== undefined && text !== typed)}
                    autoFocus={!danger && typed === undefined}
                  >
                    {label}
                  </Button>
                </div>
              </form>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
