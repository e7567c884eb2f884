// SPDX-License-Identifier: Apache-2.0
import type { CaseWhole } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { Empty } from '../ui/empty.tsx';
import { Moment } from '../ui/moment.tsx';
import { useWriting, WriteWords } from '../ui/write-words.tsx';

/** Messages both ways, through the page the receipt opens. */
export function CaseTalk({ one }: { one: CaseWhole }) {
  const { t } = useTranslation();
  const write = useSending('writeCaseMessage');
  const writing = useWriting();
  const { reference } = one;
  const met = new Map(one.clocks.map((clock) => [clock.metBy, clock.name]));
  return (
    <section className="panel stack" aria-labelledby="talk">
      <h2 id="talk">{t('whistleblowing:talk')}</h2>
      {one.messages.length === 0 ? <Empty words={t('whistleblowing:talk.none')} /> : null}
      <ol className="plain-list">
        {one.messages.map((message) => {
          const clock = met.get(message.id);
          return (
            <li
              key={message.id}
              id={`message-${message.id}`}
              className={`talk-line talk-${message.direction}`}
            >
              <p className="quiet small">
                <bdi>
                  {message.direction === 'to_reporter'
                    ? message.writtenBy.name
                    : t('whistleblowing:reporter')}
                </bdi>
                {' · '}
                <Moment at={message.writtenAt} />
                {clock === undefined ? null : ` · ${t(`whistleblowing:clock.${clock}`)}`}
              </p>
              <p className="pre" dir="auto">
                {message.text}
              </p>
            </li>
          );
        })}
      </ol>
      <WriteWords
        writing={writing}
        label={t('whistleblowing:talk.write')}
        description={t(one.anonymous ? 'whistleblowing:talk.way_page' : 'whistleblowing:talk.way')}
        verb={t('whistleblowing:talk.send')}
        sending={write}
        onSend={(text) =>
          write.mutate({ params: { reference }, body: { text } }, { onSuccess: () => writing.setText('') })
        }
      />
    </section>
  );
}
