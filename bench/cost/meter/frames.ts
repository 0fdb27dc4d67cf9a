/** Puts gRPC messages together again from the pieces in which HTTP/2 carries them: a flag, four bytes of length, bytes. */
const HEAD = 5;

export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** Answers the messages that this piece completes. */
  push(piece: Uint8Array): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, piece]);
    const messages: Buffer[] = [];
    while (this.#rest.length >= HEAD) {
      if (this.#rest[0] !== 0) throw new Error('a compressed gRPC message cannot be metered');
      const end = HEAD + this.#rest.readUInt32BE(1);
      if (this.#rest.length < end) break;
      messages.push(this.#rest.subarray(HEAD, end));
      this.#rest = this.#rest.subarray(end);
    }
    return messages;
  }
}
