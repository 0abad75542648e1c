/** Writes an exception to the console, so that the code after it still runs. */
export function guard(work: () => void): void {
  try {
    work();
  } catch (fault) {
    console.error(fault);
  }
}
