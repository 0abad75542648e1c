/** A fault here must not end what comes after; the console tells it. */
export function guard(work: () => void): void {
  try {
    work();
  } catch (fault) {
    console.error(fault);
  }
}
