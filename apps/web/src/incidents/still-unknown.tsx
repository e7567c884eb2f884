// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { useTranslation } from 'react-i18next';

/** What nobody has filled in yet, as questions rather than red fields. */
export function StillUnknown({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  if (incident.stillUnknown.length === 0) {
    return null;
  }
  return (
    <section className="panel" aria-labelledby="still-unknown">
      <h2 id="still-unknown">{t('incidents:unknown')}</h2>
      <ul className="questions">
        {incident.stillUnknown.map((name) => (
          <li key={name}>{t(`incidents:unknown.${name}`, { defaultValue: name })}</li>
        ))}
      </ul>
    </section>
  );
}
