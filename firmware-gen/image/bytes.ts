/** A growing little-endian byte buffer for the image's sections. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#room(1); // first: growing replaces the view
    this.#view.setUint8(at, value);
    return this;
  }

  i8(value: number): this {
    const at = this.#room(1); // first: growing replaces the view
    this.#view.setInt8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#room(2); // first: growing replaces the view
    this.#view.setUint16(at, value, true);
    return this;
  }

  i16(value: number): this {
    const at = this.#room(2); // first: growing replaces the view
    this.#view.setInt16(at, value, true);
    return this;
  }

  u32(value: number): this {
    const at = this.#room(4); // first: growing replaces the view
    this.#view.setUint32(at, value, true);
    return this;
  }

  i32(value: number): this {
    const at = this.#room(4); // first: growing replaces the view
    this.#view.setInt32(at, value, true);
    return this;
  }

  raw(bytes: Uint8Array | Int8Array): this {
    const at = this.#room(bytes.length);
    this.#bytes.set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), at);
    return this;
  }

  /** Zeros up to the next multiple of `size`. */
  align(size: number): this {
    this.#room((size - (this.#length % size)) % size);
    return this;
  }

  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #room(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}
