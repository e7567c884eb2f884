// SPDX-License-Identifier: Apache-2.0
import type { MailInside } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../ui/moment.tsx';
import { MailAuthentication, MailFiles, MailHeaders, MailLinks, MailStations } from './mail-facts.tsx';
import { inSight, sendersDiffer } from './mail-sight.ts';

/** Words shown before somebody asks for all of them, in UTF-16 units. */
const FIRST_WORDS = 4_000;

/** One mail, taken apart: the one that came, or one inside of it in a frame of its own. */
export function MailInsideView(props: {
  mail: MailInside;
  envelopeFrom: string | null;
  addressOf: (part: number) => string;
  /** The mail that came, with none inside. */
  isOnly: boolean;
}) {
  const { t } = useTranslation();
  const { mail } = props;
  const isInner = mail.depth > 0;
  return (
    <section
      className={isInner ? 'mail-inside stack' : 'stack'}
      aria-label={isInner ? inSight(mail.subject) : undefined}
    >
      {isInner ? (
        <h4>{mail.depth === 1 ? t('reading:inside') : t('reading:inside_deeper', { depth: mail.depth })}</h4>
      ) : null}
      <p className="mail-subject" dir="auto">
        {mail.subject.trim() === '' ? t('reading:no_subject') : inSight(mail.subject)}
      </p>
      <Who mail={mail} envelopeFrom={props.envelopeFrom} />
      {/* What somebody forwards is what they ask about; their own words stand in the report already. */}
      <details open={isInner || props.isOnly}>
        <summary>{t(mail.textFrom === 'html' ? 'reading:words_from_html' : 'reading:words')}</summary>
        <Words text={mail.text} />
      </details>
      <MailLinks links={mail.links} />
      <MailFiles files={mail.files} addressOf={props.addressOf} />
      <MailAuthentication facts={mail.authentication} />
      <MailStations stations={mail.received} />
      <MailHeaders headers={mail.headers} />
    </section>
  );
}

function Words({ text }: { text: string }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  if (text === '') {
    return <p className="quiet">{t('reading:no_words')}</p>;
  }
  const isLong = text.length > FIRST_WORDS && !isWhole;
  return (
    <div className="stack">
      <p className="pre mail-words" dir="auto">
        {isLong ? text.slice(0, FIRST_WORDS) : text}
      </p>
      {isLong ? (
        <div>
          <Button variant="default" onClick={() => setWhole(true)}>
            {t('reading:words_all')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

type Address = MailInside['from'][number];

function Who({ mail, envelopeFrom }: { mail: MailInside; envelopeFrom: string | null }) {
  const { t } = useTranslation();
  const odd = sendersDiffer(mail, envelopeFrom);
  return (
    <>
      <dl className="properties">
        <Addresses label={t('reading:from')} list={mail.from} />
        {mail.sender === null ? null : <Addresses label={t('reading:sender')} list={[mail.sender]} />}
        <Addresses label={t('reading:reply_to')} list={mail.replyTo} />
        {envelopeFrom === null || envelopeFrom === '' ? null : (
          <Addresses label={t('reading:envelope')} list={[{ name: '', address: envelopeFrom }]} />
        )}
        <Addresses label={t('reading:to')} list={mail.to} />
        <Addresses label={t('reading:cc')} list={mail.cc} />
        <div>
          <dt>{t('reading:written')}</dt>
          <dd>{mail.writtenAt === null ? t('reading:written.unknown') : <Moment at={mail.writtenAt} />}</dd>
        </div>
      </dl>
      {odd.length === 0 ? null : (
        <ul className="notice notice-brass mail-differs">
          {odd.map((one) => (
            <li key={one}>{t(`reading:differs.${one}`)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Addresses({ label, list }: { label: string; list: readonly Address[] }) {
  if (list.length === 0) {
    return null;
  }
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {list.map(({ address, name }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <span key={at} className="mail-address">
            {name === '' ? null : <bdi>{inSight(name)}</bdi>}{' '}
            {address === '' ? null : <bdi>&lt;{inSight(address)}&gt;</bdi>}
          </span>
        ))}
      </dd>
    </div>
  );
}
