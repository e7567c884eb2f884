// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse } from '@belfry/contract';

/**
 * Reads a JSON body. Depth is counted over the text before parsing, so that a hostile document costs one pass
 * and never reaches a recursive function.
 */
export function readJsonBody(
  body: Uint8Array | string,
): { value: unknown } | Refusal<'request.malformed' | 'request.too_deep'> {
  const text = typeof body === 'string' ? body : decodeUtf8(body);
  if (text === null) {
    return refuse('request.malformed', 'The body is not UTF-8 (RFC 8259 section 8.1)');
  }
  if (text.trim() === '') {
    return { value: undefined };
  }
  if (depthOf(text) > limits.jsonDepthMax) {
    return refuse('request.too_deep', `Arrays and objects may be nested ${limits.jsonDepthMax} deep`);
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return refuse('request.malformed', error instanceof Error ? error.message.slice(0, 200) : undefined);
  }
}

/** The text, or null: replacing a broken byte would keep words nobody wrote. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text[index];
    if (inString) {
      if (unit === '\\') {
        index += 1;
      } else if (unit === '"') {
        inString = false;
      }
    } else if (unit === '"') {
      inString = true;
    } else if (unit === '[' || unit === '{') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (unit === ']' || unit === '}') {
      depth -= 1;
    }
  }
  return deepest;
}
