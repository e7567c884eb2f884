// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { MeasureList } from '../tasks/measure-list.tsx';
import { Moment } from '../ui/moment.tsx';

/** What was done, what it came from, what was learned and what changes: shown as soon as any of it is there. */
export function Learned({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const { resolution, rootCause, lessons, dismissal, measures } = incident;
  if ([resolution, rootCause, lessons, dismissal].every((one) => one === null) && measures.length === 0) {
    return null;
  }
  return (
    <section className="panel stack" aria-labelledby="learned">
      <h2 id="learned">{t('incidents:learned')}</h2>
      <dl className="properties">
        {dismissal === null ? null : <Fact name={t('incidents:dismissed_because')} text={dismissal.reason} />}
        {resolution === null ? null : (
          <div>
            <dt>{t('incidents:resolve.done')}</dt>
            <dd>
              <Moment at={resolution.at} />
              {resolution.whatWasDone === null ? null : (
                <p className="pre" dir="auto">
                  {resolution.whatWasDone}
                </p>
              )}
            </dd>
          </div>
        )}
        {rootCause === null ? null : (
          <div>
            <dt>{t('incidents:close.cause_class')}</dt>
            <dd>
              {rootCause.class === null ? null : t(`words:root_cause.${rootCause.class}`)}
              {rootCause.text === null ? null : (
                <p className="pre" dir="auto">
                  {rootCause.text}
                </p>
              )}
            </dd>
          </div>
        )}
        {lessons === null ? null : <Fact name={t('incidents:close.lessons')} text={lessons} />}
      </dl>
      {measures.length === 0 ? null : (
        <>
          <h3>{t('incidents:close.measures')}</h3>
          <MeasureList items={measures} mayWork={mayWork} />
        </>
      )}
    </section>
  );
}

function Fact({ name, text }: { name: string; text: string | null }) {
  return text === null ? null : (
    <div>
      <dt>{name}</dt>
      <dd className="pre" dir="auto">
        {text}
      </dd>
    </div>
  );
}
