// SPDX-License-Identifier: Apache-2.0
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Asks once before somebody leaves words behind that were not sent. Changing a filter or a view is not leaving. */
export function useUnsavedWords(hasWords: boolean): void {
  const { t } = useTranslation();
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      hasWords && current.pathname !== next.pathname && !window.confirm(t('shell:unsaved')),
    enableBeforeUnload: hasWords,
  });
}
