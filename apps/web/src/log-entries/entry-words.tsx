// SPDX-License-Identifier: Apache-2.0
import type { SealedLine } from '@belfry/contract';
import { CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import { VisibleText } from './hostile-text.tsx';
import { textOfRaw } from './visible-text.ts';

/** The bytes as they came, with what has to be known of them in words. */
export function EntryWords({ index, line, log }: { index: number; line: SealedLine; log: string }) {
  const { t } = useTranslation();
  const { isHex, text } = textOfRaw(line);
  const { clock, cut, dup, part } = line;
  return (
    <section className="panel stack" aria-labelledby="log-raw">
      <h2 id="log-raw">{t('logbook:raw')}</h2>
      <ul className="plain-list">
        {dup === undefined ? null : <li>{t('logbook:is_duplicate', { seq: dup })}</li>}
        {cut === undefined ? null : <li>{t('logbook:is_cut', { bytes: cut })}</li>}
        {part === undefined ? null : (
          <li>
            {t('logbook:is_part', { part: part[0], parts: part[1] })}{' '}
            {part[0] > 1 ? (
              <AppLink href={urls.logEntry(log, index - 1)}>{t('logbook:part.before')}</AppLink>
            ) : null}{' '}
            {part[0] < part[1] ? (
              <AppLink href={urls.logEntry(log, index + 1)}>{t('logbook:part.after')}</AppLink>
            ) : null}
          </li>
        )}
        {clock === 'synchronised' ? null : <li>{t(`logbook:clock_state.${clock}`)}</li>}
        {isHex ? <li>{t('logbook:is_hex')}</li> : null}
      </ul>
      {/* It scrolls, so the keyboard has to reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls takes the focus (WCAG 2.1.1) */}
      <pre className="log-raw log-mono" tabIndex={0}>
        <VisibleText text={text} />
      </pre>
      <div>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <button type="button" className="action-link" onClick={copy}>
              {t(copied ? 'logbook:copied' : 'logbook:copy')}
            </button>
          )}
        </CopyButton>
      </div>
    </section>
  );
}
