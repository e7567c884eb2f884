// SPDX-License-Identifier: Apache-2.0
import { languages, oralWays } from '@belfry/contract';
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { AppLink } from '../ui/app-link.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { urls } from '../urls.ts';
import './whistleblowing.css';

/** A report told by voice, written down by a handler, and checked by whoever told it (Art. 18). */
export function EnterCase() {
  const { t } = useTranslation();
  const [taken, setTaken] = useState<AnswerOf<'enterCase'>>();
  return (
    <section className="page page-narrow">
      <PageTitle
        title={t('whistleblowing:enter')}
        lead={<AppLink href={urls.whistleblowing()}>{t('whistleblowing:back')}</AppLink>}
      />
      {taken === undefined ? <OralForm onTaken={setTaken} /> : <Taken taken={taken} />}
    </section>
  );
}

function OralForm({ onTaken }: { onTaken: (taken: AnswerOf<'enterCase'>) => void }) {
  const { t, i18n } = useTranslation();
  const sending = useSending('enterCase');
  const [way, setWay] = useState<(typeof oralWays)[number]>('phone');
  const [summary, setSummary] = useState('');
  const [language, setLanguage] = useState(languages.find((one) => one === i18n.language) ?? 'en');
  const [anonymous, setAnonymous] = useState(false);
  const [given, setGiven] = useState({ name: '', email: '', phone: '' });
  const [checkedByReporter, setChecked] = useState(false);
  const [isMissing, setMissing] = useState(false);
  useUnsavedWords(summary.trim() !== '');
  const send = () => {
    setMissing(summary.trim() === '');
    if (summary.trim() !== '') {
      const { email, name, phone } = given;
      const reporter = { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) };
      const body = { way, summary, language, anonymous, checkedByReporter };
      sending.mutate({ body: anonymous ? body : { ...body, reporter } }, { onSuccess: onTaken });
    }
  };
  return (
    <form
      className="panel stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Select
        label={t('whistleblowing:oral')}
        allowDeselect={false}
        data={oralWays.map((value) => ({ value, label: t(`whistleblowing:oral.${value}`) }))}
        value={way}
        onChange={(value) => setWay(value === 'meeting' ? 'meeting' : 'phone')}
      />
      <Textarea
        label={t('whistleblowing:enter.summary')}
        description={t('whistleblowing:enter.summary_means')}
        autosize
        minRows={6}
        value={summary}
        onChange={(event) => setSummary(event.currentTarget.value)}
        error={isMissing ? t('problems:field.too_small') : fieldProblem(t, sending.error, 'summary')}
      />
      <Select
        label={t('whistleblowing:enter.language')}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: t(`whistleblowing:language.${value}`) }))}
        value={language}
        onChange={(value) => setLanguage(languages.find((known) => known === value) ?? 'en')}
      />
      <Checkbox
        label={t('whistleblowing:enter.anonymous')}
        checked={anonymous}
        onChange={(event) => setAnonymous(event.currentTarget.checked)}
      />
      {anonymous
        ? null
        : (['name', 'email', 'phone'] as const).map((field) => (
            <TextInput
              key={field}
              label={`${t(`whistleblowing:enter.${field}`)} (${t('shell:optional')})`}
              autoComplete="off"
              value={given[field]}
              onChange={(event) => setGiven({ ...given, [field]: event.currentTarget.value })}
              error={fieldProblem(t, sending.error, `reporter/${field}`)}
            />
          ))}
      <Checkbox
        label={t('whistleblowing:enter.checked')}
        description={t('whistleblowing:enter.checked_means')}
        checked={checkedByReporter}
        onChange={(event) => setChecked(event.currentTarget.checked)}
      />
      <ProblemNotice error={sending.error} />
      <div className="row">
        <Button type="submit" loading={sending.isPending}>
          {t('whistleblowing:enter.send')}
        </Button>
      </div>
    </form>
  );
}

/** The receipt is shown this once, to be read out or handed over. */
function Taken({ taken }: { taken: AnswerOf<'enterCase'> }) {
  const { t } = useTranslation();
  return (
    <div className="panel stack" role="status">
      <h2>{t('whistleblowing:entered', { reference: taken.reference })}</h2>
      <p>{t('whistleblowing:entered.receipt')}</p>
      <p className="receipt-once">{taken.receipt.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}</p>
      <p>
        <AppLink href={urls.case(taken.reference)}>{t('whistleblowing:entered.open')}</AppLink>
      </p>
    </div>
  );
}
