// SPDX-License-Identifier: Apache-2.0
import type { RuleSelection, RuleSelectionLine } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading, useSending } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Reason } from '../ui/reason.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { emptyLine, LineDialog } from './line-dialog.tsx';
import { SelectionLines } from './selection-lines.tsx';
import { SelectionPreview, usePreview } from './selection-preview.tsx';
import './detection-rules.css';

/** Which rules run: ordered lines, the first that holds decides. */
export function RuleSelectionPage() {
  const { t } = useTranslation();
  const [state] = useUrlState();
  const asked = /^\d{1,6}$/.test(state['version'] ?? '') ? Number(state['version']) : 0;
  const { data, error, refetch } = useQuery(
    reading('readRuleSelection', { query: asked < 1 ? {} : { version: asked } }),
  );
  if (error !== null && data === undefined) {
    return <ProblemPage error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle
        title={t('rules:selection')}
        lead={
          <>
            {t('rules:selection.lead')} <AppLink href={urls.detectionRules()}>{t('rules:to_list')}</AppLink>
          </>
        }
      />
      {data === undefined ? <Loading /> : <SelectionOf key={data.version} selection={data} />}
    </section>
  );
}

function SelectionOf({ selection }: { selection: RuleSelection }) {
  const { t } = useTranslation();
  const mayManage = useMay('detection.manage');
  const isOld = selection.version !== selection.newest;
  return (
    <>
      {isOld ? (
        <p className="notice">
          {t('rules:selection.old', { version: selection.version, newest: selection.newest })}{' '}
          <AppLink href={urls.ruleSelection()}>{t('rules:selection.to_newest')}</AppLink>
        </p>
      ) : null}
      {mayManage && !isOld ? (
        <EditSelection selection={selection} />
      ) : (
        <ReadSelection selection={selection} />
      )}
    </>
  );
}

function SavedWords({ selection }: { selection: RuleSelection }) {
  const { t } = useTranslation();
  return (
    <p className="quiet small">
      {t('rules:selection.version', { version: selection.version })} ·{' '}
      <bdi>{selection.savedBy?.name ?? t('rules:selection.shipped')}</bdi> · <Moment at={selection.savedAt} />
      {selection.note === null ? null : (
        <>
          {' · '}
          <bdi>{selection.note}</bdi>
        </>
      )}
      {selection.version > 1 ? (
        <>
          {' · '}
          <AppLink href={urls.ruleSelection({ version: String(selection.version - 1) })}>
            {t('rules:selection.before')}
          </AppLink>
        </>
      ) : null}
    </p>
  );
}

function ReadSelection({ selection }: { selection: RuleSelection }) {
  const { t } = useTranslation();
  const preview = usePreview(selection.lines);
  const mayManage = useMay('detection.manage');
  return (
    <section className="panel stack" aria-labelledby="selection-lines">
      <h2 id="selection-lines">{t('rules:selection.lines')}</h2>
      <SavedWords selection={selection} />
      {mayManage ? null : <p className="quiet">{t('rules:may_not')}</p>}
      <SelectionLines lines={selection.lines} perLine={preview.data?.perLine} />
      <SelectionPreview preview={preview} />
    </section>
  );
}

function EditSelection({ selection }: { selection: RuleSelection }) {
  const { t } = useTranslation();
  const [lines, setLines] = useState<readonly RuleSelectionLine[]>(selection.lines);
  const [draft, setDraft] = useState<{ at: number; line: RuleSelectionLine }>();
  const [note, setNote] = useState('');
  const save = useSending('saveRuleSelection');
  const preview = usePreview(lines);
  const isDirty = JSON.stringify(lines) !== JSON.stringify(selection.lines);
  useUnsavedWords(isDirty && !save.isSuccess);
  return (
    <>
      <section className="panel stack" aria-labelledby="selection-lines">
        <h2 id="selection-lines">{t('rules:selection.lines')}</h2>
        <SavedWords selection={selection} />
        <p className="quiet">{t('rules:selection.order')}</p>
        {lines.length === 0 ? <Empty words={t('rules:selection.none')} /> : null}
        <SelectionLines
          lines={lines}
          perLine={preview.data?.perLine}
          onChange={setLines}
          onEdit={(at) => setDraft({ at, line: lines[at] ?? emptyLine })}
        />
        <div className="row">
          <Button variant="default" onClick={() => setDraft({ at: lines.length, line: emptyLine })}>
            {t('rules:selection.add')}
          </Button>
        </div>
        <SelectionPreview preview={preview} />
      </section>
      <section className="panel stack" aria-labelledby="selection-save">
        <h2 id="selection-save">{t('rules:selection.save')}</h2>
        <p className="quiet">{t(isDirty ? 'rules:selection.save_means' : 'rules:selection.unchanged')}</p>
        <Reason label={t('rules:selection.note')} value={note} onChange={setNote} isOptional />
        <ProblemNotice error={save.error} />
        <div className="row">
          <Button
            loading={save.isPending}
            disabled={!isDirty}
            onClick={() =>
              save.mutate(
                {
                  body: {
                    basedOn: selection.version,
                    lines: [...lines],
                    ...(note.trim() === '' ? {} : { note }),
                  },
                },
                { onSuccess: ({ version }) => announce(t('rules:selection.saved', { version })) },
              )
            }
          >
            {t('rules:selection.save_verb')}
          </Button>
          {isDirty ? (
            <Button variant="default" onClick={() => setLines(selection.lines)}>
              {t('rules:selection.discard')}
            </Button>
          ) : null}
        </div>
      </section>
      {draft === undefined ? null : (
        <LineDialog
          line={draft.line}
          isNew={draft.at === lines.length}
          onDone={(line) => {
            setLines([...lines.slice(0, draft.at), line, ...lines.slice(draft.at + 1)]);
            setDraft(undefined);
          }}
          onClose={() => setDraft(undefined)}
        />
      )}
    </>
  );
}
