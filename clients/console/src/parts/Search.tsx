import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { useSearch, useLocation } from 'wouter';

export interface Field {
  name: string;
  label: string;
  /** The values to choose from; free text without. */
  options?: readonly string[];
  type?: 'text' | 'datetime-local';
}

/** The filters in the address, so that a search can be sent to a colleague. */
export const useFilters = (): Record<string, string> => Object.fromEntries(new URLSearchParams(useSearch()));

/** A form whose fields become the address, and follow it. */
export function Search(props: { path: string; fields: Field[] }) {
  return <Form key={useSearch()} {...props} />;
}

function Form({ path, fields }: { path: string; fields: Field[] }) {
  const filters = useFilters();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(filters);
  const set = (name: string, value: string) => setDraft({ ...draft, [name]: value });
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        const filled = Object.entries(draft).filter(([, value]) => value.trim() !== '');
        navigate(`${path}?${new URLSearchParams(filled.map(([name, value]) => [name, value.trim()]))}`);
      }}
    >
      {fields.map((field) =>
        field.options ? (
          <label key={field.name}>
            {field.label}
            <select value={draft[field.name] ?? ''} onChange={(event) => set(field.name, event.target.value)}>
              <option value="">Any</option>
              {field.options.map((option) => (
                <option key={option}>{option}</option>
              ))}
            </select>
          </label>
        ) : (
          <TextField key={field.name} value={draft[field.name] ?? ''} onChange={(value) => set(field.name, value)}>
            <Label>{field.label}</Label>
            <Input type={field.type ?? 'text'} autoComplete="off" spellCheck={false} />
          </TextField>
        ),
      )}
      <Button type="submit" className="primary">
        Search
      </Button>
    </form>
  );
}

/** A local date and time of a form as the API takes it. */
export function instant(local: string | undefined): string | undefined {
  const at = local ? new Date(local) : undefined;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
}
