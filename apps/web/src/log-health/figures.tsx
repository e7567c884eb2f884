// SPDX-License-Identifier: Apache-2.0
import type { LogFigures, LogVerification } from '@belfry/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Moment, useLocale } from '../ui/moment.tsx';
import { bytesWords, spanWords } from './measures.ts';
import './log-health.css';

/** Everything the verdict stands on. */
export function Figures({ figures }: { figures: LogFigures }) {
  return (
    <div className="health-panels">
      <RightNow figures={figures} />
      <Detection detection={figures.detection} />
      <Clock clock={figures.clock} />
      <Logs logs={figures.logs} />
      <Outside figures={figures} />
      <Verification verification={figures.verification} />
      <WaysIn figures={figures} />
    </div>
  );
}

function Panel({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="panel stack" aria-labelledby={`health-${id}`}>
      <h2 id={`health-${id}`}>{title}</h2>
      {children}
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RightNow({ figures }: { figures: LogFigures }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const { disk, index } = figures;
  const span = (ms: number) => (ms === 0 ? t('soundness:figures.none_waits') : spanWords(ms, locale));
  const rate = (words: string) => t('soundness:per_second', { number: words });
  const used = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const searchDelay = !index.isRunning
    ? t('soundness:figures.index_away')
    : index.isRebuilding
      ? t('soundness:figures.index_rebuilding')
      : span(index.delayMs);
  return (
    <Panel id="now" title={t('soundness:figures')}>
      <dl className="properties">
        <Row name={t('soundness:figures.rate')}>
          {t('soundness:figures.rate_is', {
            entries: rate(number.format(figures.entriesPerSecond)),
            bytes: rate(bytesWords(figures.bytesPerSecond, locale)),
          })}
        </Row>
        <Row name={t('soundness:figures.received')}>{number.format(figures.receivedSeq)}</Row>
        <Row name={t('soundness:figures.sealed')}>{number.format(figures.sealedSeq)}</Row>
        <Row name={t('soundness:figures.seal_delay')}>{span(figures.sealDelayMs)}</Row>
        <Row name={t('soundness:figures.index_delay')}>{searchDelay}</Row>
        <Row name={t('soundness:figures.open')}>
          {t(figures.isOpen ? 'soundness:figures.open_yes' : 'soundness:figures.open_no')}
        </Row>
        <Row name={t('soundness:figures.disk')}>
          {t('soundness:figures.disk_is', {
            used: used.format(disk.usedPercent / 100),
            free: bytesWords(disk.freeBytes, locale),
          })}
        </Row>
        <Row name={t('soundness:figures.days')}>
          {disk.daysLeft === null
            ? t('soundness:figures.days_unknown')
            : t('soundness:figures.days_left', { count: Math.round(disk.daysLeft) })}
        </Row>
      </dl>
    </Panel>
  );
}

function Detection({ detection }: { detection: LogFigures['detection'] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale);
  const { delayMs, isHeld, isRunning } = detection;
  const delay = !isRunning
    ? t('soundness:detection.away')
    : isHeld
      ? t('soundness:detection.held')
      : delayMs === 0
        ? t('soundness:figures.none_waits')
        : spanWords(delayMs, locale);
  return (
    <Panel id="detection" title={t('soundness:detection')}>
      <dl className="properties">
        <Row name={t('soundness:detection.delay')}>{delay}</Row>
        <Row name={t('soundness:detection.rules')}>
          {detection.refused === 0
            ? number.format(detection.rules)
            : t('soundness:detection.rules_is', {
                rules: number.format(detection.rules),
                refused: number.format(detection.refused),
              })}
        </Row>
        <Row name={t('soundness:detection.hits')}>{number.format(detection.hits)}</Row>
        <Row name={t('soundness:detection.left_out')}>
          {t('soundness:detection.left_out_is', {
            evicted: number.format(detection.evicted),
            late: number.format(detection.late),
            gone: number.format(detection.gone),
          })}
        </Row>
      </dl>
    </Panel>
  );
}

function Clock({ clock }: { clock: LogFigures['clock'] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const ahead = (ms: number) =>
    t(ms < 0 ? 'soundness:clock.behind' : 'soundness:clock.ahead', {
      time: spanWords(Math.abs(ms), locale),
    });
  return (
    <Panel id="clock" title={t('soundness:clock')}>
      <p>
        <strong>{t(`soundness:clock.state.${clock.state}`)}</strong>
        {clock.offsetMs === null ? '' : ` · ${ahead(clock.offsetMs)}`}
      </p>
      {clock.comparedAt === null ? null : (
        <p className="quiet">
          {t('soundness:clock.compared')} <Moment at={clock.comparedAt} />
        </p>
      )}
      {clock.servers.length === 0 ? <p className="quiet">{t('soundness:clock.none')}</p> : null}
      <ul className="plain-list">
        {clock.servers.map((each) => (
          <li key={each.server}>
            <code>{each.server}</code>:{' '}
            {each.offsetMs === null
              ? t('soundness:clock.failed', { reason: each.failure ?? '' })
              : `${ahead(each.offsetMs)} · ${t('soundness:clock.round_trip', { time: spanWords(each.roundTripMs ?? 0, locale) })}`}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Logs({ logs }: { logs: LogFigures['logs'] }) {
  const { t } = useTranslation();
  return (
    <Panel id="logs" title={t('soundness:logs')}>
      {logs.length === 0 ? <p className="quiet">{t('soundness:logs.none')}</p> : null}
      {logs.map((log) => (
        <div key={log.log} className="stack">
          <h3>{log.log}</h3>
          <dl className="properties">
            <Row name={t('soundness:logs.checkpoint')}>
              {t('soundness:logs.size', { count: log.size })},{' '}
              <strong>{t(log.isSignatureValid ? 'soundness:logs.valid' : 'soundness:logs.not_valid')}</strong>
              {log.checkpointAt === null ? null : (
                <>
                  {' · '}
                  <Moment at={log.checkpointAt} />
                </>
              )}
            </Row>
            <Row name={t('soundness:logs.stamp')}>
              {log.timeStamp === null ? (
                t('soundness:logs.no_stamp')
              ) : (
                <>
                  <Moment at={log.timeStamp.at} /> · <bdi>{log.timeStamp.authority}</bdi>
                </>
              )}
            </Row>
          </dl>
          <details>
            <summary>{t('soundness:logs.keys')}</summary>
            <p className="quiet">{t('soundness:logs.keys_means')}</p>
            <ul className="plain-list stack">
              {log.vkeys.map((vkey) => (
                <li key={vkey}>
                  <code className="vkey">{vkey}</code>
                </li>
              ))}
            </ul>
          </details>
        </div>
      ))}
    </Panel>
  );
}

function Outside({ figures }: { figures: LogFigures }) {
  const { t } = useTranslation();
  const { timeStamps, witnesses } = figures;
  return (
    <Panel id="outside" title={t('soundness:outside')}>
      <p>
        {timeStamps.authorities === 0
          ? t('soundness:outside.authorities_none')
          : t('soundness:outside.authorities', { count: timeStamps.authorities })}
      </p>
      {timeStamps.due === 0 ? null : <p>{t('soundness:outside.due', { count: timeStamps.due })}</p>}
      {witnesses.length === 0 ? <p>{t('soundness:outside.witnesses_none')}</p> : null}
      <ul className="plain-list">
        {witnesses.map(({ cosignedAt, name }) => (
          <li key={name}>
            <bdi>{name}</bdi>:{' '}
            {cosignedAt === null ? (
              t('soundness:outside.witness_never')
            ) : (
              <>
                {t('soundness:outside.witness')} <Moment at={cosignedAt} />
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Verification({ verification }: { verification: LogVerification }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const verify = useSending('verifyLog');
  const { entries, failure, finishedAt, logs, progress, state } = verification;
  const share = new Intl.NumberFormat(locale, { style: 'percent' }).format(progress);
  return (
    <Panel id="verification" title={t('soundness:verification')}>
      <p className="quiet">{t('soundness:verification.means')}</p>
      {state === 'running' ? <p>{t('soundness:verification.running', { share })}</p> : null}
      {state === 'failed' ? <p>{t('soundness:verification.failed', { reason: failure ?? '' })}</p> : null}
      {finishedAt === null ? (
        <p>{t('soundness:verification.never')}</p>
      ) : (
        <p>
          <Moment at={finishedAt} /> · {t('soundness:verification.done', { count: entries })}
        </p>
      )}
      <ul className="plain-list">
        {logs.map(({ findings, log, verdict }) => (
          <li key={log}>
            {log}: <strong>{t(`soundness:verdict.${verdict}`)}</strong>
            {findings.length === 0 ? null : (
              <ul>
                {findings.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      <div>
        <Button
          variant="default"
          loading={verify.isPending || state === 'running'}
          onClick={() => verify.mutate({ body: {} })}
        >
          {t('soundness:verification.now')}
        </Button>
      </div>
      <ProblemNotice error={verify.error} />
    </Panel>
  );
}

function WaysIn({ figures }: { figures: LogFigures }) {
  const { t } = useTranslation();
  const { receivers, refusals } = figures;
  return (
    <Panel id="ways-in" title={t('soundness:receivers')}>
      {receivers.length === 0 ? <p className="quiet">{t('soundness:receivers.none')}</p> : null}
      <dl className="properties">
        {receivers.map(({ port, transport }) => (
          <Row key={transport} name={transport}>
            {port === null
              ? t('soundness:receivers.no_port')
              : t('soundness:receivers.port', { port: String(port) })}
          </Row>
        ))}
      </dl>
      <h3>{t('soundness:refused')}</h3>
      {refusals.length === 0 ? <p className="quiet">{t('soundness:refused.none')}</p> : null}
      <ul className="plain-list">
        {refusals.map(({ count, reason, receiver }) => (
          <li key={`${receiver} ${reason}`}>
            {receiver}: {reason} · {t('soundness:refused.count', { count })}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
