// SPDX-License-Identifier: Apache-2.0
import type { Suppression } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readingPages } from '../api.ts';
import { ProblemPage } from '../shell/problem-page.tsx';
import { useMay } from '../shell/session.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment, useNow } from '../ui/moment.tsx';
import { More } from '../ui/more.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';
import { KeyPart } from './finding-words.tsx';
import { EndDialog, ExtendDialog } from './suppression-dialogs.tsx';
import './findings.css';

const soonMs = 7 * 86_400_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is not told again: until when, why, and what it kept away; the one that ends soonest first. */
export function Suppressions() {
  const { t } = useTranslation();
  const [address, change] = useUrlState();
  const state = address['state'] === 'over' ? 'over' : 'active';
  const rule = uuid.test(address['rule'] ?? '') ? address['rule'] : undefined;
  const list = useInfiniteQuery(readingPages('listSuppressions', { query: { state, rule } }));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && list.data === undefined) {
    return <ProblemPage error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <section className="page">
      <PageTitle title={t('findings:suppressions.title')} lead={t('findings:suppressions.lead')} />
      <nav className="finding-states" aria-label={t('findings:suppressions.states')}>
        {(['active', 'over'] as const).map((one) => (
          <AppLink
            key={one}
            href={urls.suppressions({ state: one === 'active' ? undefined : one, rule })}
            aria-current={state === one ? 'page' : undefined}
          >
            {t(`findings:suppressions.show.${one}`)}
          </AppLink>
        ))}
      </nav>
      {rule === undefined ? null : (
        <div>
          <Button variant="subtle" onClick={() => change({ rule: undefined })}>
            {t('findings:suppressions.every_rule')}
          </Button>
        </div>
      )}
      {list.isPending ? <Loading /> : null}
      {!list.isPending && items.length === 0 ? (
        <Empty words={t(`findings:suppressions.none.${state}`)}>
          <AppLink href={urls.findings()}>{t('findings:to_findings')}</AppLink>
        </Empty>
      ) : null}
      <ul className="plain-list">
        {items.map((one) => (
          <SuppressionItem key={one.id} suppression={one} />
        ))}
      </ul>
      {items.length === 0 ? null : <More of={list} count={items.length} />}
    </section>
  );
}

function SuppressionItem({ suppression }: { suppression: Suppression }) {
  const { t } = useTranslation();
  const mayDecide = useMay('findings.decide');
  const [asked, setAsked] = useState<'end' | 'extend'>();
  const { filterRuleId, kind, rule } = suppression;
  const Dialog = asked === 'end' ? EndDialog : ExtendDialog;
  return (
    <li className="panel stack">
      <div>
        <h2>
          <AppLink href={urls.detectionRule(rule.id)}>
            <bdi>{rule.title}</bdi>
          </AppLink>
        </h2>
        <p className="finding-key">
          {suppression.key.map((part) => (
            <KeyPart key={part.field} part={part} />
          ))}
        </p>
      </div>
      <p>
        <span className="chip">{t(`words:suppression_kind.${kind}`)}</span> <Ends suppression={suppression} />
      </p>
      <p>
        <bdi className="pre">{suppression.reason}</bdi>
      </p>
      <p className="quiet">
        {t('findings:suppressions.made_by')} <bdi>{suppression.madeBy.name}</bdi>,{' '}
        <Moment at={suppression.madeAt} withRelative={false} />
        <Kept suppression={suppression} />
        {filterRuleId === null ? null : (
          <>
            {' · '}
            <AppLink href={urls.detectionRule(filterRuleId)}>{t('findings:suppressions.document')}</AppLink>
          </>
        )}
      </p>
      {mayDecide && suppression.endedAt === null ? (
        <div className="finding-verbs">
          <Button variant="default" size="xs" onClick={() => setAsked('extend')}>
            {t('findings:suppressions.extend')}
          </Button>
          <Button variant="default" size="xs" onClick={() => setAsked('end')}>
            {t('findings:suppressions.end')}
          </Button>
        </div>
      ) : null}
      {asked === undefined ? null : <Dialog suppression={suppression} onClose={() => setAsked(undefined)} />}
    </li>
  );
}

function Ends({ suppression }: { suppression: Suppression }) {
  const { t } = useTranslation();
  const now = useNow();
  const { endedAt, endedBy, expiresAt } = suppression;
  if (endedAt !== null) {
    return (
      <>
        {t('findings:suppressions.ended')} <Moment at={endedAt} />
        {', '}
        {endedBy === null ? t('findings:suppressions.by_itself') : <bdi>{endedBy.name}</bdi>}
      </>
    );
  }
  return (
    <>
      {t('findings:suppressions.expires')} <Moment at={expiresAt} />
      {Date.parse(expiresAt) - now < soonMs ? (
        <span className="chip finding-soon">{t('findings:suppressions.soon')}</span>
      ) : null}
    </>
  );
}

function Kept({ suppression }: { suppression: Suppression }) {
  const { t } = useTranslation();
  const { count, lastHitAt } = suppression;
  return count === null ? null : (
    <>
      {' · '}
      {t('findings:suppressions.kept', { count })}
      {lastHitAt === null ? null : (
        <>
          {', '}
          {t('findings:suppressions.last')} <Moment at={lastHitAt} />
        </>
      )}
    </>
  );
}
