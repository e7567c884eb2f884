// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Language, languages, type ManagementReportAsked } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { urls } from '../urls.ts';
import { ReportShown } from './report-shown.tsx';
import './management-reports.css';

export function LanguageOfReport(props: { value: Language; onChange: (language: Language) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('management-reports:language')}
      allowDeselect={false}
      data={languages.map((one) => ({ value: one, label: t(`management-reports:language.${one}`) }))}
      value={props.value}
      onChange={(value) => props.onChange(asLanguage(value ?? 'en'))}
    />
  );
}

/** A report over a period or over one incident: looked at first, made then. */
export function MakeReport({ incident }: { incident?: string }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const navigate = useNavigate();
  const today = new Date().toISOString().slice(0, 10);
  const [firstDay, setFirstDay] = useState(`${today.slice(0, 7)}-01`);
  const [lastDay, setLastDay] = useState(today);
  const [language, setLanguage] = useState<Language>(asLanguage(person.language));
  const preview = useSending('previewManagementReport');
  const make = useSending('makeManagementReport');
  const asked: ManagementReportAsked =
    incident === undefined ? { firstDay, lastDay, language } : { incident, language };
  return (
    <div className="stack">
      <div className="row">
        {incident === undefined ? (
          <>
            <TextInput
              type="date"
              label={t('management-reports:first_day')}
              value={firstDay}
              onChange={(event) => setFirstDay(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              label={t('management-reports:last_day')}
              value={lastDay}
              onChange={(event) => setLastDay(event.currentTarget.value)}
            />
          </>
        ) : null}
        <LanguageOfReport value={language} onChange={setLanguage} />
      </div>
      <div className="row">
        <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate({ body: asked })}>
          {t('management-reports:preview')}
        </Button>
        <Button
          loading={make.isPending}
          onClick={() =>
            make.mutate(
              { body: asked },
              { onSuccess: ({ id }) => void navigate({ to: urls.managementReport(id) }) },
            )
          }
        >
          {t('management-reports:make')}
        </Button>
      </div>
      <ProblemNotice error={make.error ?? preview.error} />
      {preview.data === undefined ? null : (
        <ReportShown language={preview.data.language} sections={preview.data.sections} />
      )}
    </div>
  );
}

/** On the page of an incident: what management is told about it. */
export function IncidentReport({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const mayReport = useMay('management_reports.read');
  const [isOpen, setOpen] = useState(false);
  if (!mayReport) {
    return null;
  }
  return (
    <section className="panel stack" aria-labelledby="management-report">
      <h2 id="management-report">{t('management-reports:of_incident')}</h2>
      {isOpen ? (
        <MakeReport incident={incident} />
      ) : (
        <div className="row">
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {t('management-reports:make_of_incident')}
          </Button>
        </div>
      )}
    </section>
  );
}
