import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A key for caches by content: the same for the same texts in the same order, another one
 * otherwise. Texts are kept apart, so `['a', 'b']` is not `['ab']`. Collision-free even for an
 * author who tries: a hostile bundle must not be able to pose as another one's compiled schema.
 */
export function digestOf(...texts: readonly string[]): string {
  const hash = sha256.create();
  for (const text of texts) hash.update(utf8ToBytes(`${text.length}:${text}`));
  return bytesToHex(hash.digest());
}
