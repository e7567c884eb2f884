// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import './people.css';
import { CopyText } from '../ui/copy-text.tsx';

/** Recovery codes, shown this once: copied or printed, then acknowledged. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { t } = useTranslation();
  const [isKept, keep] = useState(false);
  return (
    <section className="stack" aria-labelledby="recovery-codes">
      <h2 id="recovery-codes">{t('people:codes.title')}</h2>
      <p>{t('people:codes.means')}</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="row">
        <CopyText variant="default" text={codes.join('\n')} label={t('people:codes.copy')} />
        <Button type="button" variant="default" onClick={() => window.print()}>
          {t('people:codes.print')}
        </Button>
      </div>
      <Checkbox
        label={t('people:codes.kept')}
        checked={isKept}
        onChange={(event) => keep(event.currentTarget.checked)}
      />
      <div className="row">
        <Button type="button" disabled={!isKept} onClick={onKept}>
          {t('people:codes.go_on')}
        </Button>
        {isKept ? null : <span className="quiet">{t('people:codes.keep_first')}</span>}
      </div>
    </section>
  );
}
