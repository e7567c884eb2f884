// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';

/** Words while waiting; they come only after a moment, so that a fast answer does not flicker. */
export function Loading() {
  const { t } = useTranslation();
  return <p className="loading">{t('shell:loading')}</p>;
}
