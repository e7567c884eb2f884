// SPDX-License-Identifier: Apache-2.0
import type { Alert, Language } from '@belfry/contract';
import { useTranslation } from 'react-i18next';

/** What the law waits for: the law by its name, and what it asks. */
export function useDutyWords(): (duty: NonNullable<Alert['obligation']>) => string {
  const { t, i18n } = useTranslation();
  return ({ law, stageKind }) =>
    `${law[i18n.language as Language] ?? law.en}, ${t(`alerts:stage.${stageKind}`)}`;
}
