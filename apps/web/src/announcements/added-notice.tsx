// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../api.ts';

export type Added = AnswerOf<'addRecipients'>;

/** What came of it: said on the page, where somebody looks who just pressed the button. */
export function AddedNotice({ added }: { added: Added | undefined }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      {added === undefined ? null : (
        <p className="notice notice-done">
          {t('announcements:added', { added: added.added, doubled: added.doubled })}
          {added.withoutMail.length === 0
            ? ''
            : ` ${t('announcements:added.without_mail', { names: added.withoutMail.join(', ') })}`}
        </p>
      )}
    </div>
  );
}
