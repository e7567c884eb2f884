// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { keyOfReason } from './waiting-reason.ts';

/** Why a mail waits or failed: in the reader's language where the desk says it, else as the mail server said it. */
export function WaitingWords({ reason }: { reason: string }) {
  const { t } = useTranslation();
  const key = keyOfReason(reason);
  return key === null ? <bdi>{reason}</bdi> : t(key);
}
