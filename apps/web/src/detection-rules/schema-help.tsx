// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { fieldsOf, logsourceOf } from './logsource-fields.ts';
import { logsourceText } from './rule-words.tsx';

const keys = [
  'title',
  'id',
  'status',
  'description',
  'references',
  'tags',
  'logsource',
  'detection',
  'condition',
  'falsepositives',
  'level',
  'belfry',
] as const;

const modifiers = [
  'contains',
  'startswith',
  'endswith',
  'all',
  'neq',
  'exists',
  'cased',
  'windash',
  're',
  'cidr',
  'gt',
  'gte',
  'lt',
  'lte',
  'base64',
  'base64offset',
  'wide',
  'utf16',
  'utf16le',
  'utf16be',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'year',
  'fieldref',
  'expand',
] as const;

/** What can stand in a rule, beside the rule being written. */
export function SchemaHelp({ yaml }: { yaml: string }) {
  const { t } = useTranslation();
  const written = logsourceOf(yaml);
  const fields = fieldsOf(written);
  return (
    <section className="panel stack help" aria-labelledby="rule-help">
      <h2 id="rule-help">{t('rules:help')}</h2>
      <details open>
        <summary>{t('rules:help.fields', { logsource: logsourceText(written) })}</summary>
        <p className="quiet small">{t('rules:help.fields_means')}</p>
        <p className="field-chips">
          {fields.map((field) => (
            <code key={field}>{field}</code>
          ))}
        </p>
      </details>
      <details>
        <summary>{t('rules:help.keys')}</summary>
        <dl className="help-list">
          {keys.map((key) => (
            <div key={key}>
              <dt>
                <code>{key}</code>
              </dt>
              <dd>{t(`rules:key.${key}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
      <details>
        <summary>{t('rules:help.modifiers')}</summary>
        <p className="quiet small">{t('rules:help.modifiers_means')}</p>
        <dl className="help-list">
          {modifiers.map((modifier) => (
            <div key={modifier}>
              <dt>
                <code>|{modifier}</code>
              </dt>
              <dd>{t(`rules:modifier.${modifier}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
