// SPDX-License-Identifier: Apache-2.0
import { hexOfBytes, utf8Bytes } from './bytes.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import { sha256 } from './sha256.ts';

/** SHA-256 of the canonical form (RFC 8785), in lower-case hexadecimal: who signs a value signs this. */
export function jsonDigest(value: Json): string {
  return hexOfBytes(sha256(utf8Bytes(canonicalJson(value))));
}
