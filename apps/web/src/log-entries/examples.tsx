// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';

/** Queries to begin with; each says what the language can. */
const examples = [
  ['words', 'failed password'],
  ['phrase', '"connection closed by"'],
  ['field', 'user:root host:web*'],
  ['severity', 'severity>=warning'],
  ['network', 'src:10.0.0.0/8 AND NOT app:sshd'],
  ['range', 'httpStatus:[500 TO 599]'],
  ['either', '(user:root OR user:admin) status:failure'],
] as const;

/** Before the first search: the language, by examples that run. */
export function Examples({ onTry }: { onTry: (query: string) => void }) {
  const { t } = useTranslation();
  return (
    <section className="panel stack" aria-labelledby="log-examples">
      <h2 id="log-examples">{t('logbook:examples')}</h2>
      <p>{t('logbook:examples.means')}</p>
      <ul className="plain-list stack">
        {examples.map(([id, query]) => (
          <li key={id} className="log-example">
            <button type="button" className="log-link log-mono" onClick={() => onTry(query)}>
              {query}
            </button>
            <span className="quiet">{t(`logbook:example.${id}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
