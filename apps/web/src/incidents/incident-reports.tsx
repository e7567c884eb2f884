// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ReporterName } from '../reports/report-facts.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { ReferenceChoice } from '../ui/reference-choice.tsx';
import { urls } from '../urls.ts';

/** The reports it is made of, and the incidents merged into it. */
export function IncidentReports({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const [isAttaching, setAttaching] = useState(false);
  return (
    <section className="panel stack" aria-labelledby="made-of">
      <div className="panel-head">
        <h2 id="made-of">{t('incidents:reports', { count: incident.reports.length })}</h2>
        {mayWork ? (
          <Button variant="default" size="xs" onClick={() => setAttaching(true)}>
            {t('incidents:reports.attach')}
          </Button>
        ) : null}
      </div>
      <ul className="plain-list">
        {incident.reports.map((report) => (
          <li key={report.reference}>
            <AppLink href={urls.report(report.reference)}>
              {report.reference} <bdi lang={report.language}>{report.summary.slice(0, 160)}</bdi>
            </AppLink>
            <div className="quiet small">
              <ReporterName report={report} /> · {t(`words:channel.${report.channel}`)} ·{' '}
              <Moment at={report.reportedAt} withRelative={false} />
            </div>
          </li>
        ))}
      </ul>
      {incident.mergedFrom.length === 0 ? null : (
        <p>
          {t('incidents:merged_from')}{' '}
          {incident.mergedFrom.map((reference) => (
            <AppLink key={reference} href={urls.incident(reference)} className="merged-link">
              {reference}
            </AppLink>
          ))}
        </p>
      )}
      {isAttaching ? <AttachDialog incident={incident} onClose={() => setAttaching(false)} /> : null}
    </section>
  );
}

function AttachDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation();
  const attach = useSending('attachReports');
  const [reference, setReference] = useState<string | null>(null);
  const [isChecked, setChecked] = useState(false);
  return (
    <FormDialog
      title={t('incidents:reports.attach')}
      verb={t('incidents:reports.attach_verb')}
      isSending={attach.isPending}
      error={attach.error}
      onClose={onClose}
      onSend={() => {
        setChecked(true);
        if (reference !== null) {
          attach.mutate(
            { params: { reference: incident.reference }, body: { reports: [reference] } },
            { onSuccess: onClose },
          );
        }
      }}
    >
      <ReferenceChoice
        noun="report"
        label={t('incidents:reports.search')}
        value={reference}
        onChange={setReference}
        error={isChecked && reference === null ? t('incidents:reports.missing') : undefined}
      />
    </FormDialog>
  );
}
