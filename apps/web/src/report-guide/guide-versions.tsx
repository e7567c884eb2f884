// SPDX-License-Identifier: Apache-2.0
import { type GuideContent, guideSections, languages } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Moment } from '../ui/moment.tsx';
import { PublishDialog } from './guide-form.tsx';

/** Everything that was ever published: compared with the one before, and brought back. */
export function GuideVersions({ current }: { current: number }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(reading('listGuideVersions'));
  const [compared, setCompared] = useState<number | null>(null);
  const [again, setAgain] = useState<number | null>(null);
  return (
    <section className="panel stack" aria-labelledby="guide-versions">
      <h2 id="guide-versions">{t('guide:versions')}</h2>
      <ProblemNotice error={error} />
      {data?.items.length === 0 ? <Empty words={t('guide:versions.none')} /> : null}
      <ul className="plain-list">
        {data?.items.map((one) => (
          <li key={one.version} className="stack">
            <p>
              <strong>{t('guide:version', { version: one.version })}</strong> ·{' '}
              <Moment at={one.publishedAt} /> · <bdi>{one.publishedBy}</bdi>
            </p>
            <p>
              <bdi>{one.note}</bdi>
            </p>
            <div className="row">
              <Button
                variant="default"
                size="compact-md"
                aria-expanded={compared === one.version}
                onClick={() => setCompared(compared === one.version ? null : one.version)}
              >
                {t('guide:compare', { version: one.version })}
              </Button>
              {one.version === current ? null : (
                <Button variant="default" size="compact-md" onClick={() => setAgain(one.version)}>
                  {t('guide:publish.again', { version: one.version })}
                </Button>
              )}
            </div>
            {compared === one.version ? <Compared version={one.version} /> : null}
          </li>
        ))}
      </ul>
      {again === null ? null : <PublishDialog again={again} onClose={() => setAgain(null)} />}
    </section>
  );
}

const nothing: GuideContent = {
  texts: {},
  hidden: [],
  security: { isPublished: false, encryption: null, acknowledgments: null, hiring: null },
};

/** What one version says otherwise than the one before it, text by text, old and new whole. */
function Compared({ version }: { version: number }) {
  const { t } = useTranslation();
  const after = useQuery(reading('readGuideVersion', { params: { version } }));
  const before = useQuery({
    ...reading('readGuideVersion', { params: { version: version - 1 } }),
    enabled: version > 1,
  });
  if (after.data === undefined || (version > 1 && before.data === undefined)) {
    return after.error === null && before.error === null ? (
      <Loading />
    ) : (
      <ProblemNotice error={after.error ?? before.error} />
    );
  }
  const differences = differencesBetween(t, before.data?.content ?? nothing, after.data.content);
  return differences.length === 0 ? (
    <p className="quiet">{t('guide:compare.same')}</p>
  ) : (
    <dl className="properties">
      {differences.map(({ from, name, to }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <del className="pre">{from}</del>
            <br />
            <ins className="pre">{to}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function differencesBetween(t: TFunction, before: GuideContent, after: GuideContent) {
  const texts = languages.flatMap((language) =>
    guideSections.map((section) => ({
      name: `${languageNames[language]} · ${t(`guide:section.${section}`)}`,
      from: before.texts[language]?.[section] ?? t('guide:usual'),
      to: after.texts[language]?.[section] ?? t('guide:usual'),
    })),
  );
  const hidden = (content: GuideContent) =>
    content.hidden.map((one) => t(`guide:section.${one}`)).join(', ') || '–';
  const security = ({ security: one }: GuideContent) =>
    [
      t(one.isPublished ? 'guide:security.on' : 'guide:security.off'),
      one.encryption,
      one.acknowledgments,
      one.hiring,
    ]
      .filter((line) => line !== null)
      .join('\n');
  return [
    ...texts,
    { name: t('guide:hidden'), from: hidden(before), to: hidden(after) },
    { name: 'security.txt', from: security(before), to: security(after) },
  ].filter(({ from, to }) => from !== to);
}
