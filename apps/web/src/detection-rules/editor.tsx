// SPDX-License-Identifier: Apache-2.0
import { type DetectionRule, limits } from '@belfry/contract';
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { HuntPanel } from '../hunts/hunt-panel.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { CodeField, type Mark } from './code-field.tsx';
import { copyOf, type TemplateName, templateNames, templateText } from './rule-templates.ts';
import { SamplesResult } from './samples-panel.tsx';
import { SchemaHelp } from './schema-help.tsx';
import { TryPanel, useTry } from './try-panel.tsx';
import './detection-rules.css';

/** A new rule of one's own: from a template, or from a copy of one of the library. */
export function NewDetectionRule() {
  const [state] = useUrlState();
  const template = templateNames.find((one) => one === state['template']) ?? 'event';
  const { copy: copied, hunt } = state;
  if (hunt !== undefined) {
    return <FromHunt id={hunt} />;
  }
  return copied === undefined ? (
    <NewRule key={template} template={template} />
  ) : (
    <FromRule id={copied} isCopy />
  );
}

/** A rule of one's own as it stands, to be changed. */
export function ChangeDetectionRule() {
  const { id } = useParams({ strict: false }) as { id: string };
  return <FromRule id={id} isCopy={false} />;
}

/** What was tried on the logbook, to be made a rule. */
function FromHunt({ id }: { id: string }) {
  const { t } = useTranslation();
  const read = useQuery(reading('readHunt', { params: { id } }));
  if (read.data === undefined) {
    return read.error === null ? <Loading /> : <ProblemPage error={read.error} />;
  }
  return <Editor title={t('rules:editor.new')} beginning={read.data.yaml} changed={null} />;
}

function FromRule({ id, isCopy }: { id: string; isCopy: boolean }) {
  const { t } = useTranslation();
  const read = useQuery(reading('readDetectionRule', { params: { id } }));
  const [newId] = useState(() => crypto.randomUUID());
  if (read.data === undefined) {
    return read.error === null ? <Loading /> : <ProblemPage error={read.error} />;
  }
  const rule = read.data;
  if (isCopy) {
    return (
      <Editor
        title={t('rules:editor.copy', { title: rule.title })}
        beginning={copyOf(rule.yaml, newId)}
        changed={null}
      />
    );
  }
  return (
    <Editor title={t('rules:editor.change', { title: rule.title })} beginning={rule.yaml} changed={rule} />
  );
}

function NewRule({ template }: { template: TemplateName }) {
  const { t } = useTranslation();
  const [beginning] = useState(() => templateText(template, crypto.randomUUID()));
  return <Editor title={t('rules:editor.new')} beginning={beginning} changed={null} template={template} />;
}

function Editor(props: {
  title: string;
  beginning: string;
  /** The rule that is changed; null where a new one is written. */
  changed: DetectionRule | null;
  template?: TemplateName;
}) {
  const { t } = useTranslation();
  const mayManage = useMay('detection.manage');
  const [yaml, setYaml] = useState(props.beginning);
  const [events, setEvents] = useState('');
  const tried = useTry(yaml, events, mayManage);
  const save = useSave(props.changed, yaml);
  useUnsavedWords(yaml !== props.beginning && !save.isDone);
  const marks: Mark[] = (tried.data?.refusals ?? []).map(({ code, column, detail, line }) => ({
    line,
    column,
    words: t('rules:refusal.said', {
      why: t(`rules:refusal.${code}`, { defaultValue: t('rules:refusal.other') }),
      detail,
    }),
  }));
  if (!mayManage) {
    return (
      <section className="page">
        <PageTitle title={props.title} />
        <p className="notice">{t('rules:may_not')}</p>
      </section>
    );
  }
  return (
    <section className="page">
      <PageTitle
        title={props.title}
        lead={<AppLink href={urls.detectionRules()}>{t('rules:to_list')}</AppLink>}
      />
      <div className="editor">
        <div className="stack">
          {props.template === undefined ? null : <TemplateChoice template={props.template} />}
          <CodeField
            id="rule-text"
            label={t('rules:document')}
            means={t('rules:editor.means', { count: limits.ownRuleCharactersMax })}
            value={yaml}
            onChange={setYaml}
            marks={marks}
            rows={30}
          />
          <p role="status" className="quiet">
            {t(
              tried.data === undefined
                ? 'rules:editor.not_checked'
                : marks.length > 0
                  ? 'rules:editor.wrong'
                  : 'rules:editor.fine',
              { count: marks.length, documents: tried.data?.documents.length ?? 0 },
            )}
          </p>
          {tried.data?.samples == null ? null : <SamplesResult samples={tried.data.samples} />}
          <ProblemNotice error={save.error} />
          <div className="row">
            <Button loading={save.isPending} onClick={save.send}>
              {t(props.changed === null ? 'rules:editor.save_new' : 'rules:editor.save')}
            </Button>
            <span className="quiet small">{t('rules:editor.save_means')}</span>
          </div>
        </div>
        <div className="stack">
          <TryPanel tried={tried} events={events} onEvents={setEvents} />
          <HuntPanel what={{ kind: 'text', yaml }} />
          <SchemaHelp yaml={yaml} />
        </div>
      </div>
    </section>
  );
}

function TemplateChoice({ template }: { template: TemplateName }) {
  const { t } = useTranslation();
  const [, change] = useUrlState();
  return (
    <Select
      label={t('rules:template')}
      description={t('rules:template.means')}
      allowDeselect={false}
      data={templateNames.map((one) => ({ value: one, label: t(`rules:template.${one}`) }))}
      value={template}
      onChange={(value) => change({ template: value ?? undefined }, { replace: true })}
    />
  );
}

/** Adds or changes; what is refused stays in the field, with the words of the refusal below it. */
function useSave(changed: DetectionRule | null, yaml: string) {
  const navigate = useNavigate();
  const adding = useSending('addOwnRule');
  const changing = useSending('changeOwnRule');
  const done = (saved: { id: string }) => void navigate({ to: urls.detectionRule(saved.id) });
  return {
    error: adding.error ?? changing.error,
    isPending: adding.isPending || changing.isPending,
    isDone: adding.isSuccess || changing.isSuccess,
    send: () =>
      changed === null
        ? adding.mutate({ body: { yaml } }, { onSuccess: done })
        : changing.mutate(
            { params: { id: changed.id }, body: { yaml, basedOn: changed.digest } },
            { onSuccess: done },
          ),
  };
}
