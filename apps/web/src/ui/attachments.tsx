// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../messages/messages.ts';
import { Moment } from './moment.tsx';

/** A size people read, in units of 1024. */
function showSize(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = bytes === 0 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1024 ** step);
}

export function FileSize({ bytes }: { bytes: number }) {
  const { i18n } = useTranslation();
  return <>{showSize(bytes, localeOf[i18n.language as 'en'] ?? 'en-GB')}</>;
}

/** Files as they came: they are only ever downloaded, never shown inside the desk. */
export function Attachments({
  items,
  addressOf,
}: {
  items: readonly Attachment[];
  addressOf: (attachment: Attachment) => string;
}) {
  const { t, i18n } = useTranslation();
  const locale = localeOf[i18n.language as 'en'] ?? 'en-GB';
  return (
    <ul className="plain-list">
      {items.map((one) => (
        <li key={one.id} className="attachment">
          <a href={addressOf(one)} download>
            <bdi>{one.name}</bdi>
          </a>{' '}
          <span className="quiet">
            {showSize(one.sizeBytes, locale)} · <bdi>{one.mediaType}</bdi> ·{' '}
            <Moment at={one.addedAt} withRelative={false} />
          </span>
          <div className="digest quiet">
            <abbr title={t('shell:files.digest')}>SHA-256</abbr> {one.sha256}
          </div>
        </li>
      ))}
    </ul>
  );
}
