// SPDX-License-Identifier: Apache-2.0
import {
  canSetUp,
  type LogReceivers,
  type LogSourceWhole,
  type SetupFacts,
  type SourceSetup,
  sourceSetups,
} from '@belfry/contract';
import { Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { AppLink } from '../ui/app-link.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Moment } from '../ui/moment.tsx';
import { useUrlState } from '../ui/url-state.ts';
import { urls } from '../urls.ts';

const LOOK_MS = 2_000;

/** The configuration of the sender, ready to copy, and what came from it, as it comes. */
export function Connect({ source, token }: { source: LogSourceWhole; token: string | null }) {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const receivers = useQuery(reading('readReceivers'));
  const setup = sourceSetups.find(({ id }) => id === state['connect']) ?? sourceSetups[0];
  return (
    <section className="panel stack" aria-labelledby="source-connect">
      <h2 id="source-connect">{t('sources:connect')}</h2>
      <Select
        label={t('sources:sender')}
        allowDeselect={false}
        data={sourceSetups.map(({ id, product }) => ({ value: id, label: product }))}
        value={setup?.id ?? null}
        onChange={(connect) => change({ connect: connect ?? undefined }, { replace: true })}
      />
      <ProblemNotice error={receivers.error} onRetry={() => void receivers.refetch()} />
      {receivers.data === undefined || setup === undefined ? null : (
        <SetupText
          setup={setup}
          facts={factsOf(receivers.data, token)}
          source={source}
          hasToken={token !== null}
        />
      )}
      <Latest source={source} />
    </section>
  );
}

function factsOf({ host, ports, url }: LogReceivers, token: string | null): SetupFacts {
  const listening = ports.flatMap(({ port, transport }) =>
    port === null ? [] : [[transport, port] as const],
  );
  return { url, host, ports: new Map(listening), token: token ?? 'TOKEN' };
}

const reachesThisMachineOnly = (host: string) => /^(localhost|127\..*|\[?::1\]?)$/.test(host);

function SetupText(props: {
  setup: SourceSetup;
  facts: SetupFacts;
  source: LogSourceWhole;
  hasToken: boolean;
}) {
  const { t } = useTranslation();
  const { facts, setup, source } = props;
  if (!canSetUp(setup, facts)) {
    return <p className="notice notice-problem">{t('sources:port_closed')}</p>;
  }
  const text = setup.text(facts);
  const isKnown = source.identities.some(
    ({ endedAt, kind }) => endedAt === null && (setup.knownBy === 'token') === (kind === 'token'),
  );
  return (
    <>
      {isKnown ? null : <p className="notice notice-brass">{t(`sources:needs.${setup.knownBy}`)}</p>}
      {isKnown && setup.knownBy === 'token' && !props.hasToken ? (
        <p className="quiet">{t('sources:token_place')}</p>
      ) : null}
      {reachesThisMachineOnly(facts.host) ? <p className="notice">{t('sources:only_here')}</p> : null}
      {setup.file === '' ? null : (
        <p>
          {t('sources:file')} <code>{setup.file}</code>
        </p>
      )}
      <pre className="code-block">{text}</pre>
      <div className="row">
        <CopyText variant="default" text={text} label={t('sources:copy')} />
      </div>
      {setup.afterwards === '' ? null : (
        <p>
          {t('sources:afterwards')} <code>{setup.afterwards}</code>
        </p>
      )}
    </>
  );
}

/** Waits for the first entry and goes on looking while the page is open. The words stay behind a purpose. */
function Latest({ source }: { source: LogSourceWhole }) {
  const { t } = useTranslation();
  const latest = useQuery({
    ...reading('readLatest', { params: { id: source.id } }),
    refetchInterval: LOOK_MS,
  });
  const entry = latest.data?.entry ?? null;
  const lastAt = latest.data?.lastReceivedAt ?? null;
  const queries = useQueryClient();
  const isNews = lastAt !== null && lastAt !== source.health.lastReceivedAt;
  // How it fares stands above on the same page: it follows what came.
  useEffect(() => {
    if (isNews) {
      const { queryKey } = reading('readSource', { params: { id: source.id } });
      void queries.invalidateQueries({ queryKey });
    }
  }, [isNews, queries, source.id]);
  return (
    <div className={entry === null ? 'notice' : 'notice notice-done'} role="status" id="source-latest">
      {lastAt === null ? <p>{t('sources:waiting')}</p> : null}
      {lastAt !== null && entry === null ? <p>{t('sources:on_its_way')}</p> : null}
      {entry === null ? null : (
        <>
          <p className="notice-title">{t('sources:came')}</p>
          <dl className="source-facts">
            <dt>{t('sources:received')}</dt>
            <dd>
              <Moment at={entry.receivedAt} withRelative={false} />
            </dd>
            <dt>{t('sources:way')}</dt>
            <dd>{entry.transport}</dd>
            <dt>{t('sources:read_as')}</dt>
            <dd>
              {entry.format} · {t(`sources:parse.${entry.parse}`)}
            </dd>
            <dt>{t('sources:host_app')}</dt>
            <dd>
              <bdi>{[entry.host, entry.app].filter(Boolean).join(' · ') || '–'}</bdi>
            </dd>
          </dl>
          <AppLink href={urls.logEntry(entry.log, entry.index)}>{t('sources:open_entry')}</AppLink>
        </>
      )}
    </div>
  );
}
