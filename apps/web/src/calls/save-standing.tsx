// SPDX-License-Identifier: Apache-2.0
import type { CallAnswers } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useZone } from '../ui/zone.ts';
import type { Standing } from './call-saving.ts';

/** Whether the words are safe. It changes with each pause, so it is read on asking and never announced. */
export function SaveStanding(props: {
  standing: Standing;
  mine: CallAnswers;
  onKeep: (whose: 'mine' | 'theirs') => void;
  onRetry: () => void;
}) {
  const { t, i18n } = useTranslation();
  const zone = useZone();
  const { standing } = props;
  if (standing.kind === 'conflict') {
    return <Conflict mine={props.mine} theirs={standing.theirs.answers} onKeep={props.onKeep} />;
  }
  if (standing.kind === 'failed') {
    return (
      <div className="stack">
        <p className="save-standing">{t('calls:save.failed')}</p>
        <ProblemNotice error={standing.error} onRetry={props.onRetry} />
      </div>
    );
  }
  const words =
    standing.kind === 'saved'
      ? t('calls:save.saved', {
          time: new Intl.DateTimeFormat(localeOf[i18n.language as keyof typeof localeOf], {
            timeStyle: 'medium',
            timeZone: zone.name,
          }).format(new Date(standing.at)),
        })
      : t(`calls:save.${standing.kind}`);
  return (
    <p className="save-standing quiet small" data-standing={standing.kind}>
      {words}
    </p>
  );
}

/** Both versions beside each other; nothing is thrown away until somebody chose. */
function Conflict(props: {
  mine: CallAnswers;
  theirs: CallAnswers;
  onKeep: (whose: 'mine' | 'theirs') => void;
}) {
  const { t } = useTranslation();
  const one = (whose: 'mine' | 'theirs') => (
    <div className="stack">
      <h2>{t(`calls:conflict.${whose}`)}</h2>
      <p className="pre" dir="auto">
        {[props[whose].summary, props[whose].name, props[whose].phone, props[whose].notes]
          .filter((words) => words !== '')
          .join('\n')}
      </p>
      <div>
        <Button variant="default" onClick={() => props.onKeep(whose)}>
          {t(`calls:conflict.keep_${whose}`)}
        </Button>
      </div>
    </div>
  );
  return (
    <div className="notice notice-problem stack" role="alert">
      <p className="notice-title">{t('problems:call.changed_meanwhile.title')}</p>
      <div className="conflict-sides">
        {one('mine')}
        {one('theirs')}
      </div>
    </div>
  );
}
