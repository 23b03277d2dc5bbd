const chunkLength = 64 * 1024;

/** The file, fetched in pieces that the reader asks for; complete, it proves itself by its hash. */
export class DocumentFile {
  readonly #chunks = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(readonly address: string, readonly length: number) {}

  async read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(end - begin);
    for (let start = begin - begin % chunkLength; start < end; start += chunkLength) {
      const chunk = await this.#chunk(start);
      const from = Math.max(begin, start);
      const to = Math.min(end, start + chunk.length);
      bytes.set(chunk.subarray(from - start, to - start), from - begin);
    }

    return bytes;
  }

  /** SHA-256 of the first bytes, hexadecimal. */
  async hash(length: number): Promise<string> {
    const digest = await crypto.subtle.digest("SHA-256", await this.read(0, length));
    return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, "0")).join("");
  }

  #chunk(start: number): Promise<Uint8Array<ArrayBuffer>> {
    let chunk = this.#chunks.get(start);
    if (!chunk) {
      chunk = this.#fetch(start, Math.min(this.length, start + chunkLength));
      chunk.catch(() => this.#chunks.delete(start));
      this.#chunks.set(start, chunk);
    }

    return chunk;
  }

  async #fetch(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const response = await fetch(this.address, { headers: { range: `bytes=${begin}-${end - 1}` } });
    if (!response.ok) {
      throw new Error(`The document answered ${response.status}.`);
    }

    const bytes = new Uint8Array(await response.arrayBuffer());
    return response.status === 206 ? bytes : bytes.slice(begin, end);
  }
}
