/** Why a step is taken; the audit keeps it. */
export function Note({ value, onChange }: { value: string; onChange: (note: string) => void }) {
  return (
    <label>
      Why (the audit keeps it)
      <input value={value} onChange={(event) => onChange(event.target.value)} maxLength={500} required autoComplete="off" />
    </label>
  );
}
