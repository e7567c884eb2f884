// SPDX-License-Identifier: Apache-2.0
import type { FindingWhole } from '@belfry/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { Moment, useLocale } from '../ui/moment.tsx';
import { RuleTitle } from '../ui/rule-title.tsx';
import { FindingStateWord, LevelWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { KeyPart, shownValue, Techniques, useFieldWord } from './finding-words.tsx';

/** What is known of it beside the sentence: where it stands, what found it, where it led. */
export function FindingFacts({ finding }: { finding: FindingWhole }) {
  const { t } = useTranslation();
  const number = new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 2 });
  return (
    <section className="panel" aria-labelledby="finding-facts">
      <h2 id="finding-facts">{t('findings:facts')}</h2>
      <dl className="properties">
        <Fact name="state">
          <FindingStateWord state={finding.state} />
        </Fact>
        <Fact name="level">
          <LevelWord level={finding.level} />
        </Fact>
        {finding.verdict === null ? null : (
          <Fact name="verdict">{t(`words:verdict.${finding.verdict}`)}</Fact>
        )}
        <Decision finding={finding} />
        <Fact name="rule">
          <AppLink href={urls.detectionRule(finding.rule.id)}>
            <RuleTitle rule={finding.rule} />
          </AppLink>
          <br />
          <AppLink href={urls.findings({ rule: finding.rule.id, state: 'any' })}>
            {t('findings:fact.rule_findings')}
          </AppLink>
        </Fact>
        {finding.key.length === 0 ? null : (
          <Fact name="key">
            <Key finding={finding} />
          </Fact>
        )}
        {finding.techniques.length === 0 ? null : (
          <Fact name="techniques">
            <Techniques ids={finding.techniques} />
          </Fact>
        )}
        {finding.value === null ? null : <Fact name="value">{number.format(finding.value)}</Fact>}
        <Fact name="opened">
          <Moment at={finding.openedAt} />
        </Fact>
        <Fact name="window">
          <Moment at={finding.windowUntil} withRelative={false} />
        </Fact>
        {finding.report === null ? null : (
          <Fact name="report">
            <AppLink href={urls.report(finding.report)}>{finding.report}</AppLink>
          </Fact>
        )}
        {finding.incident === null ? null : (
          <Fact name="incident">
            <AppLink href={urls.incident(finding.incident)}>{finding.incident}</AppLink>
          </Fact>
        )}
      </dl>
      <p className="quiet small">
        <AppLink href={urls.history({ subject: finding.reference })}>{t('findings:history')}</AppLink>
      </p>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{t(`findings:fact.${name}`)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Decision({ finding }: { finding: FindingWhole }) {
  return finding.decidedAt === null ? null : (
    <Fact name="decided">
      {finding.decidedBy === null ? null : (
        <>
          <bdi>{finding.decidedBy.name}</bdi>,{' '}
        </>
      )}
      <Moment at={finding.decidedAt} />
      {finding.reason === null ? null : (
        <>
          <br />
          <bdi className="pre">{finding.reason}</bdi>
        </>
      )}
    </Fact>
  );
}

/** Each value leads to everything found with it. */
function Key({ finding }: { finding: FindingWhole }) {
  const wordOf = useFieldWord();
  return (
    <ul className="plain-list">
      {finding.key.map((part) => (
        <li key={part.field}>
          {part.value === '' ? (
            <KeyPart part={part} />
          ) : (
            <AppLink
              href={urls.findings({ key: part.value, state: 'any' })}
              aria-label={`${wordOf(part.field)} ${shownValue(part)}`}
            >
              <KeyPart part={part} />
            </AppLink>
          )}
        </li>
      ))}
    </ul>
  );
}
