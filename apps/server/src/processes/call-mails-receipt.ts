// SPDX-License-Identifier: Apache-2.0
import type { CallParts } from '../calls/index.ts';
import { acknowledgement, speakerOf } from '../correspondence/index.ts';
import { beyondTheWall } from '../platform/database/database.ts';
import { queueMail } from '../platform/mail/index.ts';
import { personalLinkWords } from '../reports/index.ts';

/** What words on paper said by mail, a call says too: the reference, what happens next, and a personal link. */
export function callMailsReceipt(): CallParts['mailReceipt'] {
  return async (changing, to, report) => {
    const speaker = await speakerOf(changing.sql);
    const { isReply: _reply, ...letter } = acknowledgement(to, report, speaker, 'call');
    const text = `${letter.text}\n\n${personalLinkWords(report.language)}`;
    // The mail's row stands behind the wall of a report that whoever takes calls need not see.
    await beyondTheWall(changing.sql, () => queueMail(changing, { ...letter, text }));
  };
}
