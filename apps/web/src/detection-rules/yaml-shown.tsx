// SPDX-License-Identifier: Apache-2.0

import { useTranslation } from 'react-i18next';
import type { DiffGap, DiffLine } from './line-diff.ts';
import { diffLines, withContext } from './line-diff.ts';

/** A text of a rule with the numbers of its lines; the line where it was refused says so. */
export function YamlShown({
  yaml,
  wrongLine,
  why,
}: {
  yaml: string;
  wrongLine?: number | null;
  why?: string;
}) {
  const lines = yaml.replace(/\r?\n$/, '').split(/\r?\n/);
  return (
    <ol className="yaml-lines" dir="ltr">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <li key={at} id={`line-${at + 1}`} className={at + 1 === wrongLine ? 'is-wrong' : undefined}>
          <code>{line === '' ? '\u00a0' : line}</code>
          {at + 1 === wrongLine && why !== undefined ? <p className="field-problem">{why}</p> : null}
        </li>
      ))}
    </ol>
  );
}

const signs = { same: ' ', gone: '−', new: '+' } as const;

/** What a text was and is: each line with its sign, and in words for those who hear it. */
export function DiffShown({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation();
  const shown: readonly (DiffLine | DiffGap)[] = withContext(diffLines(before, after));
  return (
    <ul className="diff-lines" dir="ltr">
      {shown.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <li key={at} className={`diff-${one.kind}`}>
          {one.kind === 'gap' ? (
            <span className="quiet">{t('rules:diff.gap', { count: one.count })}</span>
          ) : (
            <>
              <span aria-hidden="true" className="diff-sign">
                {signs[one.kind]}
              </span>
              {one.kind === 'same' ? null : (
                <span className="visually-hidden">{t(`rules:diff.${one.kind}`)} </span>
              )}
              <code>{one.text === '' ? '\u00a0' : one.text}</code>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
