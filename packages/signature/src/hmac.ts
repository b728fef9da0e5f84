/**
 * @module HMAC-SHA256 over node:crypto, with its key made ready once. Buffer is the global one, because
 * n8n refuses a community node that imports node:buffer.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** The block and the digest of SHA-256, in bytes. */
const BLOCK = 64;
const DIGEST = 32;

/** The largest body, in bytes, that is copied: beyond it, copying costs more than it saves. */
const COPIED = 16 * 1024;

// Reused, because nothing here awaits: no other call can write into them on the way.
const inner = Buffer.alloc(BLOCK + COPIED);

/**
 * A secret, ready to sign with. `createHmac` looks up its algorithm in OpenSSL each time, which at 1 KB
 * costs as much as the hashing; the one-shot `hash` does not. So bodies of usual size take the two
 * hashes of RFC 2104, `H(outer pad, H(inner pad, body))`, and large ones `createHmac`. The tests hold
 * the two against each other.
 */
export class HmacKey {
  readonly #innerPad: Uint8Array;
  /** The outer pad, and behind it the inner digest, written anew for each body. */
  readonly #outer = Buffer.alloc(BLOCK + DIGEST);
  readonly #key: KeyObject;

  /** @param secret its UTF-8 bytes are the key. */
  constructor(secret: string) {
    const bytes = Buffer.from(secret);
    const short = bytes.length <= BLOCK ? bytes : hash('sha256', bytes, 'buffer');
    const block = Buffer.alloc(BLOCK);
    block.set(short);
    this.#innerPad = block.map((byte) => byte ^ 0x36);
    this.#outer.set(block.map((byte) => byte ^ 0x5c));
    this.#key = createSecretKey(bytes);
  }

  /** @returns the HMAC of a body as 64 lower-case hex digits. */
  hex(body: string | Uint8Array): string {
    const size = copyBody(body);
    if (size === undefined) return createHmac('sha256', this.#key).update(body).digest('hex');
    inner.set(this.#innerPad);
    this.#outer.write(hash('sha256', inner.subarray(0, BLOCK + size), 'hex'), BLOCK, 'hex');
    return hash('sha256', this.#outer, 'hex');
  }
}

/** Copies a body behind the inner pad. @returns its size in bytes; undefined when it is too large. */
function copyBody(body: string | Uint8Array): number | undefined {
  if (typeof body !== 'string') {
    if (body.length > COPIED) return undefined;
    inner.set(body, BLOCK);
    return body.length;
  }
  // One UTF-16 unit is at most three bytes in UTF-8.
  return body.length * 3 > COPIED ? undefined : inner.write(body, BLOCK);
}
