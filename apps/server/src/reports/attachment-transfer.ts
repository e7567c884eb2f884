// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { isRefusal, limits, type Refusal, refuse } from '@belfry/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FileStore, StoredFile } from '../platform/files/file-store.ts';
import { contentDisposition, servedType, storableMediaType, storableName } from './attachment-name.ts';
import type { KeptFile } from './report.ts';

export interface UploadRead {
  readonly files: KeptFile[];
  /** Names of files beyond the limit of size; nothing of them is kept. */
  readonly tooLarge: string[];
  /** Ordinary fields of the form. */
  readonly fields: Record<string, string>;
}

/**
 * Reads a multipart upload into the file store. Contents are kept before anything in the database names them: a
 * crash in between leaves an orphan, never a name without content.
 *
 * @param whenKept hears of each file as soon as it is kept, also of those of an upload that breaks off later
 */
export async function readUpload(
  request: FastifyRequest,
  files: FileStore,
  whenKept: (file: StoredFile) => void = () => undefined,
): Promise<UploadRead | Refusal<'request.media_type_unknown' | 'request.too_large'>> {
  if (!request.isMultipart()) {
    return refuse('request.media_type_unknown', 'Send multipart/form-data');
  }
  const read: UploadRead = { files: [], tooLarge: [], fields: {} };
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (part.valueTruncated || part.fieldnameTruncated) {
          return refuse('request.too_large', `A field may have ${limits.formFieldBytesMax} bytes`);
        }
        read.fields[part.fieldname] = String(part.value);
        continue;
      }
      const name = storableName(part.filename);
      const kept = await files.keep(part.file, limits.attachmentBytesMax);
      if (!isRefusal(kept)) {
        whenKept(kept);
      }
      const isEmpty = !isRefusal(kept) && kept.sizeBytes === 0 && (part.filename ?? '') === '';
      if (isRefusal(kept) || part.file.truncated) {
        part.file.resume();
        read.tooLarge.push(name);
      } else if (!isEmpty) {
        read.files.push({ ...kept, name, mediaType: storableMediaType(part.mimetype) });
      }
    }
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (/^FST_(REQ_FILE_TOO_LARGE|FILES_LIMIT|PARTS_LIMIT|FIELDS_LIMIT)/.test(code)) {
      return refuse('request.too_large', `At most ${limits.attachmentsPerReportMax} files in one request`);
    }
    throw error;
  }
  return read;
}

/** The files of an API upload: all of them, or a refusal that says what stood in the way. */
export async function readUploadWhole(
  request: FastifyRequest,
  files: FileStore,
): Promise<KeptFile[] | Refusal<'request.media_type_unknown' | 'request.too_large' | 'request.not_valid'>> {
  const read = await readUpload(request, files);
  if (isRefusal(read)) {
    return read;
  }
  if (read.tooLarge.length > 0) {
    return refuse(
      'request.too_large',
      `A file may have ${limits.attachmentBytesMax} bytes; larger: ${read.tooLarge.join(', ')}`,
    );
  }
  return read.files.length === 0
    ? refuse('request.not_valid', 'There is no file in the request: send one at least')
    : read.files;
}

/** Sends a file as a download, whatever it is: never shown inside our origin. */
export async function sendFile(
  reply: FastifyReply,
  files: Pick<FileStore, 'open'>,
  file: { name: string; media_type: string; sha256: string },
): Promise<FastifyReply> {
  const opened = await files.open(file.sha256);
  return reply
    .header('content-type', servedType(file.media_type))
    .header('content-length', opened.sizeBytes)
    .header('content-disposition', contentDisposition(file.name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .send(Readable.from(opened.content));
}
