// SPDX-License-Identifier: Apache-2.0
import {
  asLanguage,
  type Language,
  type PersonId,
  type ReportRhythm,
  type ReportSchedule,
  reportRhythms,
} from '@belfry/contract';
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useSession } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { PeopleChoice } from '../ui/person-choice.tsx';
import { LanguageOfReport } from './make-report.tsx';

/** Reports that are made by themselves, and who is told. */
export function ReportSchedules() {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('listReportSchedules'));
  const [isAdding, setAdding] = useState(false);
  return (
    <section className="panel stack" aria-labelledby="schedules">
      <h2 id="schedules">{t('management-reports:schedules')}</h2>
      <p className="quiet">{t('management-reports:schedules.means')}</p>
      <ProblemNotice error={error} />
      {data?.items.length === 0 ? <p>{t('management-reports:schedules.none')}</p> : null}
      <ul className="plain-list stack">
        {data?.items.map((one) => (
          <ScheduleLine key={one.id} schedule={one} />
        ))}
      </ul>
      <div className="row">
        <Button size="xs" variant="default" onClick={() => setAdding(true)}>
          {t('management-reports:schedule')}
        </Button>
      </div>
      {isAdding ? <AddSchedule onClose={() => setAdding(false)} /> : null}
    </section>
  );
}

function ScheduleLine({ schedule }: { schedule: ReportSchedule }) {
  const { t } = useTranslation();
  const end = useSending('endReportSchedule');
  const { every, id, language, nextAt, recipients } = schedule;
  return (
    <li>
      <p>
        <strong>{t(`management-reports:every.${every}`)}</strong> ·{' '}
        {t(`management-reports:language.${language}`)} · {t('management-reports:next')}{' '}
        <Moment at={nextAt} withRelative={false} />
      </p>
      <p className="quiet">
        {t('management-reports:told')} <bdi>{recipients.map(({ name }) => name).join(', ')}</bdi>
      </p>
      <ProblemNotice error={end.error} />
      <Button
        size="compact-xs"
        variant="default"
        loading={end.isPending}
        onClick={() => end.mutate({ params: { schedule: id } })}
      >
        {t('management-reports:end')}
      </Button>
    </li>
  );
}

function AddSchedule({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const [every, setEvery] = useState<ReportRhythm>('month');
  const [language, setLanguage] = useState<Language>(asLanguage(person.language));
  const [recipients, setRecipients] = useState<PersonId[]>([]);
  const add = useSending('addReportSchedule');
  return (
    <FormDialog
      title={t('management-reports:schedule')}
      verb={t('management-reports:schedule')}
      isSending={add.isPending}
      error={add.error}
      onSend={() => add.mutate({ body: { every, language, recipients } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Select
        label={t('management-reports:every')}
        allowDeselect={false}
        data={reportRhythms.map((one) => ({ value: one, label: t(`management-reports:every.${one}`) }))}
        value={every}
        onChange={(value) => setEvery(reportRhythms.find((one) => one === value) ?? 'month')}
      />
      <LanguageOfReport value={language} onChange={setLanguage} />
      <PeopleChoice label={t('management-reports:recipients')} value={recipients} onChange={setRecipients} />
    </FormDialog>
  );
}
