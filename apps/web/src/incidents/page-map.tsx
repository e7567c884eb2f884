// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Headings of the incident page, in their order on it. */
const places = [
  'know-now',
  'law-asks',
  'incident-obligations',
  'incident-notifications',
  'incident-tasks',
  'made-of',
  'incident-files',
  'facts',
  'incident-mails',
  'timeline',
] as const;

/** The page is long on the worst day: one step to each of its parts, and an address for each. */
export function PageMap() {
  const { t } = useTranslation();
  useEffect(() => {
    // Who comes by such an address comes before the part is drawn: the browser finds nothing to go to.
    const asked = window.location.hash.slice(1);
    if (places.some((one) => one === asked)) document.getElementById(asked)?.scrollIntoView();
  }, []);
  return (
    <nav aria-label={t('incidents:page_map')}>
      <ul className="page-map">
        {places.map((one) => (
          <li key={one}>
            <a href={`#${one}`}>{t(`incidents:page_map.${one}`)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
