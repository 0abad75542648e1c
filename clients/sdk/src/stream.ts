/** Numbers the batches of one life of a page. Ids are random, so no two tabs or lives of a page share one. */
export class Stream {
  readonly id = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  private sequence = 0;

  next(): number {
    return ++this.sequence;
  }
}
