// SPDX-License-Identifier: Apache-2.0
import type { Report } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { useMay } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TermChoice, TermWord, useTerms } from '../vocabularies/terms.tsx';

/** What a report is about and turned out to be; absent leaves it as it is. */
export interface Classes {
  readonly category?: string | null;
  readonly qualification?: string | null;
}

/** What a report is about and what it turned out to be, and the way to correct it at any time. */
export function ReportClasses({ report }: { report: Report }) {
  const { t } = useTranslation();
  const mayDecide = useMay('reports.decide');
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <dt>{t('vocabularies:category')}</dt>
      <dd>
        <TermWord vocabulary="category" id={report.category} />
        {' · '}
        {t('shell:named', { name: t('vocabularies:qualification') })}{' '}
        <TermWord vocabulary="qualification" id={report.qualification} />{' '}
        {mayDecide ? (
          <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
            {t('vocabularies:classify')}
          </Button>
        ) : null}
        {isOpen ? <ClassifyDialog report={report} onClose={() => setOpen(false)} /> : null}
      </dd>
    </div>
  );
}

function ClassifyDialog({ report, onClose }: { report: Report; onClose: () => void }) {
  const { t } = useTranslation();
  const sending = useSending('classifyReports');
  const [classes, setClasses] = useState<Classes>({
    category: report.category,
    qualification: report.qualification,
  });
  return (
    <FormDialog
      title={`${t('vocabularies:classify')} · ${report.reference}`}
      verb={t('vocabularies:classify.save')}
      isSending={sending.isPending}
      error={sending.error}
      onClose={onClose}
      onSend={() =>
        sending.mutate({ body: { references: [report.reference], ...classes } }, { onSuccess: onClose })
      }
    >
      <ClassFields classes={classes} onChange={setClasses} />
    </FormDialog>
  );
}

/** The two questions, as a dialog of triage asks them beside its own. */
export function ClassFields(props: { classes: Classes; onChange: (classes: Classes) => void }) {
  const { classes, onChange } = props;
  return (
    <>
      <TermChoice
        vocabulary="category"
        value={classes.category ?? null}
        onChange={(category) => onChange({ ...classes, category })}
      />
      <ClassHint category={classes.category ?? null} />
      <TermChoice
        vocabulary="qualification"
        value={classes.qualification ?? null}
        onChange={(qualification) => onChange({ ...classes, qualification })}
      />
    </>
  );
}

/** The incident class a category hints at: said, never chosen by itself. */
function ClassHint({ category }: { category: string | null }) {
  const { t } = useTranslation();
  const { terms } = useTerms('category');
  const suggested = terms.find(({ id }) => id === category)?.suggestsClass ?? null;
  return suggested === null ? null : (
    <p className="quiet small">{t('vocabularies:suggests', { label: t(`words:class.${suggested}`) })}</p>
  );
}

/** Where a dialog begins: one report with what it has; many with nothing, so that nobody overwrites by not looking. */
export function classesOf(
  chosen: readonly { readonly category?: string | null; readonly qualification?: string | null }[],
): Classes {
  const [first] = chosen;
  return first === undefined || chosen.length > 1
    ? {}
    : {
        ...(first.category === undefined ? {} : { category: first.category }),
        ...(first.qualification === undefined ? {} : { qualification: first.qualification }),
      };
}
