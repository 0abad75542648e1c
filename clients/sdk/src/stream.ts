/** One page load's numbering of its batches. Ids are random: no two tabs, and no two lives of a page, share one. */
export class Stream {
  readonly id = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  private sequence = 0;

  next(): number {
    return ++this.sequence;
  }
}
