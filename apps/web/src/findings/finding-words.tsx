// SPDX-License-Identifier: Apache-2.0
import type { Finding, FindingKeyPart } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { techniqueName } from '../detection-rules/attack.ts';
import { VisibleText } from '../log-entries/hostile-text.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';

/** The name people know a field by; a field of the events themselves keeps its own. */
export function useFieldWord(): (field: string) => string {
  const { t } = useTranslation();
  return (field) => t(`findings:field.${field.replaceAll('.', '_')}`, { defaultValue: field });
}

export const shownValue = (part: FindingKeyPart): string => part.name ?? part.value;

/** What the hits have in common. Its values come out of logs: whoever wrote those chose them. */
export function KeyWords({ finding }: { finding: Pick<Finding, 'key' | 'isMany'> }) {
  const { t } = useTranslation();
  if (finding.key.length === 0) {
    return <span>{t(finding.isMany ? 'findings:many_keys' : 'findings:no_key')}</span>;
  }
  return (
    <span className="finding-key">
      {finding.key.map((part) => (
        <KeyPart key={part.field} part={part} />
      ))}
    </span>
  );
}

export function KeyPart({ part }: { part: FindingKeyPart }) {
  const { t } = useTranslation();
  const wordOf = useFieldWord();
  return (
    <span className="finding-part">
      <span className="quiet">
        <VisibleText text={wordOf(part.field)} />
      </span>{' '}
      {part.value === '' ? <em>{t('findings:no_value')}</em> : <VisibleText text={shownValue(part)} />}
    </span>
  );
}

/** Techniques, each with the findings of it; their names are of MITRE and not translated. */
export function Techniques({ ids }: { ids: readonly string[] }) {
  return (
    <span className="row">
      {ids.map((id) => {
        const name = techniqueName(id);
        return (
          <AppLink key={id} href={urls.findings({ technique: id, state: 'any' })}>
            {id}
            {name === undefined ? null : <span lang="en"> {name}</span>}
          </AppLink>
        );
      })}
    </span>
  );
}
