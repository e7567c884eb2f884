// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { PageTitle } from '../ui/page-title.tsx';

export function Today() {
  const { t } = useTranslation();
  return (
    <section className="page">
      <PageTitle title={t('shell:place.today')} />
    </section>
  );
}
