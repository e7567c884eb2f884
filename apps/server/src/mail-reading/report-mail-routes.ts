// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits, refuse, type reportMailRoutes } from '@belfry/contract';
import type { Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import { fileInMemory, readWhole } from '../platform/files/in-memory.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { sendFile } from '../reports/index.ts';
import { readMailApart } from './mail-reader.ts';
import { findMailOfReport, mailsOfReport } from './report-mail-store.ts';

export interface ReportMailParts {
  readonly database: Database;
  readonly files: FileStore;
}

export function reportMailHandlers({ database, files }: ReportMailParts): Handlers<typeof reportMailRoutes> {
  return {
    listReportMails: ({ actor, params }) =>
      database.read(actor, async ({ sql }) => {
        const items = await mailsOfReport(sql, params.reference);
        return isRefusal(items) ? items : { items };
      }),
    readReportMailRaw: async ({ actor, params, reply }) => {
      const mail = await database.read(actor, ({ sql }) => findMailOfReport(sql, params));
      if (isRefusal(mail)) {
        return mail;
      }
      const name = `${params.reference}-${mail.rawSha256.slice(0, 12)}.eml`;
      return sendFile(reply, files, { name, media_type: 'message/rfc822', sha256: mail.rawSha256 });
    },
    readReportMailPart: async ({ actor, params, reply }) => {
      const mail = await database.read(actor, ({ sql }) => findMailOfReport(sql, params));
      if (isRefusal(mail)) {
        return mail;
      }
      // Only what the reading names is taken out: a number that was made up costs no reading.
      const named = mail.reading?.mails
        .flatMap((each) => each.files)
        .find((file) => file.part === params.part);
      if (named === undefined || mail.rawBytes > limits.mailReadBytesMax) {
        return refuse('mail.not_found', `This mail has no file number ${params.part}`);
      }
      const taken = await readMailApart(await readWhole(files, mail.rawSha256));
      const content = taken.files.find((file) => file.part === params.part)?.content;
      if (content === undefined) {
        return refuse('mail.not_found', `File number ${params.part} of this mail cannot be taken out of it`);
      }
      return sendFile(reply, fileInMemory(content), {
        name: named.name || `part-${named.part}`,
        media_type: named.mediaType,
        sha256: named.sha256,
      });
    },
  };
}
