// SPDX-License-Identifier: Apache-2.0
import type { Finding } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { Since, SinceSpan } from '../ui/moment.tsx';
import { RuleTitle } from '../ui/rule-title.tsx';
import { FindingStateWord, LevelWord } from '../ui/words.tsx';
import { urls } from '../urls.ts';
import { KeyWords } from './finding-words.tsx';
import './findings.css';

export const rowLinkId = (reference: string): string => `row-${reference}`;

interface Checking {
  readonly checked: readonly string[];
  readonly onCheck: (references: readonly string[], on: boolean) => void;
  readonly onFocus: (reference: string) => void;
}

/** Findings as a table: what was found and with which key, how often, from when to when. */
export function FindingsTable(props: {
  items: readonly Finding[];
  withState: boolean;
  mayCheck: boolean;
  checking: Checking;
}) {
  const { t } = useTranslation();
  const { checking, items } = props;
  const areAll = items.every((one) => checking.checked.includes(one.reference));
  return (
    <div className="table-frame">
      <table className="desk-table findings">
        <caption className="visually-hidden">{t('findings:caption')}</caption>
        <thead>
          <tr>
            {props.mayCheck ? (
              <th scope="col">
                <Check
                  words={t('findings:check_all')}
                  isOn={areAll}
                  onChange={(on) =>
                    checking.onCheck(
                      items.map((one) => one.reference),
                      on,
                    )
                  }
                />
              </th>
            ) : null}
            <th scope="col">{t('findings:column.finding')}</th>
            <th scope="col">{t('findings:column.level')}</th>
            <th scope="col">{t('findings:column.count')}</th>
            <th scope="col">{t('findings:column.period')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((finding) => (
            <FindingRow key={finding.reference} finding={finding} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FindingRow(props: { finding: Finding; withState: boolean; mayCheck: boolean; checking: Checking }) {
  const { t } = useTranslation();
  const { checking, finding } = props;
  const { reference } = finding;
  return (
    <tr>
      {props.mayCheck ? (
        <td className="cell-check">
          <Check
            words={t('findings:check', { reference })}
            isOn={checking.checked.includes(reference)}
            onChange={(on) => checking.onCheck([reference], on)}
          />
        </td>
      ) : null}
      <th scope="row" className="finding-words">
        <AppLink
          id={rowLinkId(reference)}
          href={urls.finding(reference)}
          onFocus={() => checking.onFocus(reference)}
        >
          <RuleTitle rule={finding.rule} />
        </AppLink>
        <span className="small">
          <KeyWords finding={finding} />
        </span>
        <span className="quiet small">
          {reference}
          {props.withState ? (
            <>
              {' · '}
              <FindingStateWord state={finding.state} />
            </>
          ) : null}
          <Where finding={finding} />
        </span>
      </th>
      <td data-label={t('findings:column.level')}>
        <LevelWord level={finding.level} />
      </td>
      <td className="nowrap" data-label={t('findings:column.count')}>
        {t('findings:times', { count: finding.count })}
      </td>
      <td className="finding-period" data-label={t('findings:column.period')}>
        <SinceSpan from={finding.firstAt} to={finding.lastAt} />
      </td>
    </tr>
  );
}

function Check(props: { words: string; isOn: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="finding-check">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span className="visually-hidden">{props.words}</span>
    </label>
  );
}

/** The report it became and the incident it belongs to. */
function Where({ finding }: { finding: Finding }) {
  return (
    <>
      {finding.report === null ? null : (
        <>
          {' · '}
          <AppLink href={urls.report(finding.report)}>{finding.report}</AppLink>
        </>
      )}
      {finding.incident === null ? null : (
        <>
          {' · '}
          <AppLink href={urls.incident(finding.incident)}>{finding.incident}</AppLink>
        </>
      )}
    </>
  );
}

/** Findings beside something else, a line or two each. */
export function FindingLines({ items }: { items: readonly Finding[] }) {
  const { t } = useTranslation();
  return (
    <ul className="plain-list">
      {items.map((finding) => (
        <li key={finding.reference}>
          <AppLink href={urls.finding(finding.reference)}>
            {finding.reference} <RuleTitle rule={finding.rule} />
          </AppLink>
          <div className="small">
            <KeyWords finding={finding} />
          </div>
          <div className="quiet small">
            <LevelWord level={finding.level} /> · <FindingStateWord state={finding.state} /> ·{' '}
            {t('findings:times', { count: finding.count })} · <Since at={finding.lastAt} />
          </div>
        </li>
      ))}
    </ul>
  );
}
