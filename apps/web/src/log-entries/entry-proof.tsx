// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryMoment } from './entry-moment.tsx';
import { VisibleText } from './hostile-text.tsx';
import { type Checked, ed25519Of, type HeldProof, type Provable, verifyEntry } from './verify-entry.ts';

/** The proof of an entry, checked here and now by this browser, in words. */
export function EntryProof({ opened, receivedAt }: { opened: Provable; receivedAt: string | null }) {
  const { t } = useTranslation();
  const [checked, setChecked] = useState<{ result: Checked; at: string }>();
  useEffect(() => {
    let isGone = false;
    void verifyEntry(opened, ed25519Of(window.isSecureContext ? window.crypto.subtle : undefined))
      .catch((error: unknown): Checked => ({ state: 'failed', code: 'check.broke', detail: String(error) }))
      .then((result) => isGone || setChecked({ result, at: new Date().toISOString() }));
    return () => {
      isGone = true;
    };
  }, [opened]);
  const place = { log: opened.log, number: opened.index };
  return (
    <section className="panel stack" aria-labelledby="log-proof">
      <h2 id="log-proof">{t('logbook:proof')}</h2>
      <div role="status">
        {checked === undefined ? <p>{t('logbook:proof.checking')}</p> : null}
        {checked?.result.state === 'held' ? (
          <Held opened={opened} proofs={checked.result.proofs} receivedAt={receivedAt} at={checked.at} />
        ) : null}
        {checked?.result.state === 'not_sealed' ? <p>{t('logbook:proof.not_sealed', place)}</p> : null}
        {checked?.result.state === 'cannot_check' ? (
          <p className="notice">{t(`logbook:proof.${checked.result.why}`)}</p>
        ) : null}
      </div>
      {checked?.result.state === 'failed' ? (
        <div className="notice notice-problem log-failed" role="alert">
          <p className="notice-title">{t('logbook:proof.failed', place)}</p>
          <p>{t('logbook:proof.failed.what')}</p>
          <p>{t('logbook:proof.failed.do')}</p>
          <p className="quiet">
            <code>{checked.result.code}</code>: <bdi>{checked.result.detail}</bdi>
          </p>
        </div>
      ) : null}
      <Downloads opened={opened} />
    </section>
  );
}

function Held(props: {
  opened: Provable;
  proofs: readonly HeldProof[];
  receivedAt: string | null;
  at: string;
}) {
  const { t } = useTranslation();
  const { opened, proofs } = props;
  const newest = proofs.at(-1);
  const stamped = proofs.find(({ timeStamp }) => timeStamp !== null);
  const witnesses = proofs.flatMap((one) => one.witnesses);
  return (
    <>
      <ul className="log-held">
        {props.receivedAt === null ? null : (
          <li>
            {t('logbook:proof.received')} <EntryMoment at={props.receivedAt} isLong />
          </li>
        )}
        <li>{t('logbook:proof.sealed', { log: opened.log, number: opened.index })}</li>
        {stamped?.timeStamp == null ? (
          <li>{t('logbook:proof.not_stamped')}</li>
        ) : (
          <li>
            {t('logbook:proof.stamped')} <EntryMoment at={stamped.timeStamp.at} isLong isToSecond /> ·{' '}
            <VisibleText text={stamped.timeStamp.authority} />
          </li>
        )}
        {witnesses.length === 0 ? <li>{t('logbook:proof.not_witnessed')}</li> : null}
        {witnesses.map((one) => (
          <li key={`${one.name} ${one.at}`}>
            {t('logbook:proof.witnessed', { name: one.name })} <EntryMoment at={one.at} isLong isToSecond />
          </li>
        ))}
        <li>
          {t('logbook:proof.checked_here')} <EntryMoment at={props.at} isLong />
        </li>
      </ul>
      {newest === undefined ? null : <Compared proof={newest} />}
    </>
  );
}

/** What was held against what, with the values: nobody has to believe a tick. */
function Compared({ proof }: { proof: HeldProof }) {
  const { t } = useTranslation();
  const rows = [
    ['leaf', proof.leaf],
    ['root', proof.root],
    ['origin', proof.origin],
    ['vkey', proof.key.vkey],
    ['fingerprint', proof.key.fingerprint],
  ] as const;
  return (
    <details>
      <summary>{t('logbook:compared')}</summary>
      <div className="stack">
        <p>{t('logbook:compared.means', { steps: proof.steps, size: proof.size })}</p>
        <dl className="properties">
          {rows.map(([id, value]) => (
            <div key={id}>
              <dt>{t(`logbook:compared.${id}`)}</dt>
              <dd className="log-mono digest">{value}</dd>
            </div>
          ))}
        </dl>
        <p>{t('logbook:compared.key')}</p>
      </div>
    </details>
  );
}

/** The line and its proof as files: anybody checks them without us. */
function Downloads({ opened }: { opened: Provable }) {
  const { t } = useTranslation();
  const proof = opened.proofs[0];
  if (opened.line === null || proof === undefined) {
    return null;
  }
  const name = `${opened.log}-${opened.index}`;
  return (
    <p className="row">
      <FileLink name={`${name}.line`} content={opened.line} words={t('logbook:download.line')} />
      <FileLink name={`${name}.tlog-proof`} content={proof.content} words={t('logbook:download.proof')} />
      <code className="log-command">
        belfry verify {name}.tlog-proof --vkey {opened.vkeys[0] ?? 'KEY'}
      </code>
    </p>
  );
}

function FileLink({ content, name, words }: { content: string; name: string; words: string }) {
  const [href, setHref] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
    setHref(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return (
    <a href={href} download={name}>
      {words}
    </a>
  );
}
