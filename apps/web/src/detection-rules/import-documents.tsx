// SPDX-License-Identifier: Apache-2.0
import { type RuleImportDocument, ruleImportChanges } from '@belfry/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading, readingPages } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Empty } from '../ui/empty.tsx';
import { FilterBar, FilterChoice, WordsFilter } from '../ui/filters.tsx';
import { Loading } from '../ui/loading.tsx';
import { More } from '../ui/more.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { LevelWord } from '../ui/words.tsx';
import { SamplesResult } from './samples-panel.tsx';
import { DiffShown } from './yaml-shown.tsx';

const signs = { added: '+', changed: '~', removed: '−', refused: '✕' } as const;

/** Document by document: what is added, changed, removed, refused; opened, each shows its lines. */
export function ImportDocuments({ id }: { id: string }) {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const query = {
    change: ruleImportChanges.find((one) => one === state['change']),
    q: state['q'],
  };
  const list = useInfiniteQuery(readingPages('listImportDocuments', { params: { id }, query }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const opened = /^\d{1,6}$/.test(state['open'] ?? '') ? Number(state['open']) : null;
  return (
    <section className="stack" aria-labelledby="documents">
      <h2 id="documents">{t('rules:import.documents')}</h2>
      <FilterBar names={['change', 'q']} state={state} onChange={change}>
        <FilterChoice
          name="change"
          label={t('rules:import.change')}
          options={ruleImportChanges.map((one) => [one, t(`rules:change.${one}`)])}
          state={state}
          onChange={change}
        />
        <WordsFilter state={state} onChange={change} />
      </FilterBar>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {list.data !== undefined && items.length === 0 ? (
        <Empty words={t('rules:import.no_documents')} />
      ) : null}
      {items.length === 0 ? null : (
        <>
          <ul className="plain-list">
            {items.map((one) => (
              <li key={one.number} className="panel stack">
                <DocumentHead
                  document={one}
                  isOpen={one.number === opened}
                  onOpen={() =>
                    change(
                      { open: one.number === opened ? undefined : String(one.number) },
                      { replace: true },
                    )
                  }
                />
                {one.number === opened ? <DocumentDiff id={id} number={one.number} /> : null}
              </li>
            ))}
          </ul>
          <More of={list} count={items.length} />
        </>
      )}
    </section>
  );
}

function DocumentHead(props: { document: RuleImportDocument; isOpen: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const { document } = props;
  return (
    <>
      <div className="row">
        <span className={`word word-${document.change === 'refused' ? 'critical' : 'quiet'}`}>
          <span aria-hidden="true">{signs[document.change]}</span>
          {t(`rules:change.${document.change}`)}
        </span>
        <LevelWord level={document.level} />
        <button type="button" className="mark-place" aria-expanded={props.isOpen} onClick={props.onOpen}>
          <bdi>{document.title}</bdi>
        </button>
        {document.runsBefore === document.runsAfter ? null : (
          <span className="chip">
            {t(document.runsAfter ? 'rules:preview.begins' : 'rules:preview.stops')}
          </span>
        )}
        <code className="quiet small">
          <bdi>{document.path}</bdi>
        </code>
      </div>
      {document.refusal === null ? null : (
        <p className="field-problem">
          {document.refusal.line === null
            ? null
            : `${t('rules:place', { line: document.refusal.line, column: document.refusal.column ?? 1 })} – `}
          <bdi>{document.refusal.detail}</bdi>
        </p>
      )}
      {document.samples === null || document.samples.failures.length === 0 ? null : (
        <SamplesResult samples={document.samples} />
      )}
    </>
  );
}

function DocumentDiff({ id, number }: { id: string; number: number }) {
  const read = useQuery(reading('readImportDocument', { params: { id, number } }));
  if (read.data === undefined) {
    return read.error === null ? <Loading /> : <ProblemNotice error={read.error} />;
  }
  return <DiffShown before={read.data.before ?? ''} after={read.data.after ?? ''} />;
}
