// SPDX-License-Identifier: Apache-2.0
import { cutText, limits, storableText } from '@belfry/contract';

/** A name as PostgreSQL and JSON can hold it, and as short as the limit says. Otherwise as the sender gave it. */
export function storableName(name: string | undefined): string {
  const cut = cutText(storableText(name ?? ''), limits.fileNameCharactersMax);
  return cut.trim() === '' ? 'file' : cut;
}

export function storableMediaType(type: string | undefined): string {
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type ?? '') ? String(type) : 'application/octet-stream';
}

/** UTF-8 bytes: what file systems allow, less room for what a browser appends. */
const NAME_BYTES_MAX = 200;
const deviceNames = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that is safe to save under: no path, no control character, no mark that turns the writing direction
 * (`exe.gpj` must not read as `jpg.exe`), nothing hidden, no device of Windows.
 */
export function savableName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, '_')
    .replaceAll(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+/, '_')
    .replace(/[.\s]+$/, '');
  const named = plain === '' || deviceNames.test(plain) ? `_${plain}` : plain;
  const dot = named.lastIndexOf('.');
  const extension = dot > 0 && named.length - dot <= 16 ? named.slice(dot) : '';
  return (
    cutToBytes(
      named.slice(0, named.length - extension.length),
      NAME_BYTES_MAX - Buffer.byteLength(extension),
    ) + extension
  );
}

function cutToBytes(text: string, bytesMax: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > bytesMax) {
      break;
    }
    cut += character;
  }
  return cut;
}

/** Content-Disposition of a download (RFC 6266): an ASCII name for the old, the whole one encoded (RFC 8187). */
export function contentDisposition(name: string): string {
  const savable = savableName(name);
  const ascii = savable.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_');
  const encoded = encodeURIComponent(savable).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Types a browser shows without running anything. Everything else travels as bytes. */
const harmlessTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function servedType(mediaType: string): string {
  return harmlessTypes.has(mediaType) ? mediaType : 'application/octet-stream';
}
