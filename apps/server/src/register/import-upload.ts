// SPDX-License-Identifier: Apache-2.0
import { type ImportInput, importInput, limits, type Refusal, refuse } from '@belfry/contract';
import type { FastifyRequest } from 'fastify';
import { fieldErrors } from '../platform/http/problem-reply.ts';
import { type Encoding, readText } from './csv-text.ts';

export interface Upload {
  readonly text: string;
  readonly encoding: Encoding;
  readonly options: Omit<ImportInput, 'csv'>;
}

type UploadRefusal = Refusal<'request.not_valid' | 'request.too_large' | 'request.media_type_unknown'>;

/** The logbook and how to read it: a file with fields beside it, or JSON. */
export async function readUpload(request: FastifyRequest): Promise<Upload | UploadRefusal> {
  if (request.isMultipart()) {
    return readMultipart(request);
  }
  if (request.headers['content-type']?.startsWith('application/json') !== true) {
    return refuse('request.media_type_unknown');
  }
  const parsed = importInput.safeParse(request.body);
  if (!parsed.success) {
    return refuse('request.not_valid', undefined, fieldErrors('', parsed.error));
  }
  const { csv, ...options } = parsed.data;
  return { text: csv, encoding: 'utf-8', options };
}

async function readMultipart(request: FastifyRequest): Promise<Upload | UploadRefusal> {
  const fields: Record<string, unknown> = {};
  let bytes: Buffer | null = null;
  for await (const part of request.parts({ limits: { fileSize: limits.importBytesMax, files: 1 } })) {
    if (part.type === 'file') {
      bytes = await part.toBuffer();
      if (part.file.truncated) {
        return refuse(
          'request.too_large',
          `A logbook may have ${limits.importBytesMax} bytes: split the file`,
        );
      }
    } else {
      if (part.valueTruncated) {
        return refuse('request.too_large', `A field may have ${limits.formFieldBytesMax} bytes`);
      }
      fields[part.fieldname] = part.value;
    }
  }
  if (bytes === null) {
    return refuse('request.not_valid', 'There is no file in the form');
  }
  const { encoding, text } = readText(bytes);
  const parsed = importInput.omit({ csv: true }).safeParse({ ...fields, ...decodeFields(fields) });
  return parsed.success
    ? { text, encoding, options: parsed.data }
    : refuse('request.not_valid', undefined, fieldErrors('', parsed.error));
}

/** Fields of a form are text; the schema wants what they stand for, and says what is wrong with anything else. */
function decodeFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  const { mapping, skipRowsWithErrors } = fields as { mapping?: unknown; skipRowsWithErrors?: unknown };
  if (typeof mapping === 'string') {
    try {
      decoded['mapping'] = JSON.parse(mapping);
    } catch {
      // Left as text: the schema refuses it and names the field.
    }
  }
  if (skipRowsWithErrors === 'true' || skipRowsWithErrors === 'false') {
    decoded['skipRowsWithErrors'] = skipRowsWithErrors === 'true';
  }
  return decoded;
}
