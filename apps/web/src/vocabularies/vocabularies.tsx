// SPDX-License-Identifier: Apache-2.0
import type { Language, Term, VocabularyName } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { urls } from '../urls.ts';
import { TermDialog } from './term-dialog.tsx';
import { termWords, useTerms } from './terms.tsx';

/** What people can report and what a report can turn out to be, in the organisation's own words. */
export function Vocabularies() {
  const { t } = useTranslation();
  const { error, isKnown } = useTerms('category');
  if (!isKnown) {
    return error === null ? <Loading /> : <ProblemPage error={error} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('vocabularies:title')} lead={t('vocabularies:lead')} />
      <Vocabulary name="category" title={t('vocabularies:categories')} />
      <Vocabulary name="qualification" title={t('vocabularies:qualifications')} />
      <p>
        <AppLink href={urls.history({ kind: 'vocabulary.term_changed' })}>
          {t('vocabularies:history')}
        </AppLink>
      </p>
    </section>
  );
}

function Vocabulary({ name, title }: { name: VocabularyName; title: string }) {
  const { t } = useTranslation();
  const { terms } = useTerms(name);
  const ordering = useSending('orderTerms');
  const [open, setOpen] = useState<Term | 'new' | null>(null);
  const move = (from: number, to: number) => {
    const order = terms.map(({ id }) => id);
    order.splice(to, 0, ...order.splice(from, 1));
    ordering.mutate({ params: { vocabulary: name }, body: { terms: order } });
  };
  return (
    <section className="panel stack" aria-labelledby={`vocabulary-${name}`}>
      <div className="panel-head">
        <h2 id={`vocabulary-${name}`}>{title}</h2>
        <Button variant="default" onClick={() => setOpen('new')}>
          {t(`vocabularies:add.${name}`)}
        </Button>
      </div>
      <ProblemNotice error={ordering.error} />
      <div className="table-frame">
        <table className="desk-table">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('vocabularies:column.term')}</th>
              {name === 'category' ? <th scope="col">{t('vocabularies:area')}</th> : null}
              <th scope="col">{t('vocabularies:column.state')}</th>
              <th scope="col">{t('vocabularies:column.order')}</th>
            </tr>
          </thead>
          <tbody>
            {terms.map((term, index) => (
              <TermRow
                key={term.id}
                term={term}
                onOpen={() => setOpen(term)}
                onUp={index === 0 ? null : () => move(index, index - 1)}
                onDown={index === terms.length - 1 ? null : () => move(index, index + 1)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {open === null ? null : (
        <TermDialog vocabulary={name} term={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function TermRow(props: {
  term: Term;
  onOpen: () => void;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}) {
  const { t, i18n } = useTranslation();
  const { term } = props;
  const { hint, label } = termWords(term, i18n.language as Language);
  const step = (words: 'up' | 'down', sign: string, act: (() => void) | null) => (
    <Button
      variant="default"
      size="compact-sm"
      aria-label={t(`vocabularies:${words}`, { label })}
      disabled={act === null}
      onClick={() => act?.()}
    >
      {sign}
    </Button>
  );
  return (
    <tr>
      <th scope="row" className="cell-title">
        <Button
          variant="transparent"
          p={0}
          h="auto"
          justify="flex-start"
          ta="start"
          aria-label={t('vocabularies:edit', { label })}
          onClick={props.onOpen}
        >
          <bdi>{label}</bdi>
        </Button>
        <p className="quiet small">{hint}</p>
      </th>
      {term.area === null ? null : <td>{t(`vocabularies:area.${term.area}`)}</td>}
      <td>{t(term.isActive ? 'vocabularies:on' : 'vocabularies:off')}</td>
      <td className="nowrap">
        {step('up', '↑', props.onUp)} {step('down', '↓', props.onDown)}
      </td>
    </tr>
  );
}
