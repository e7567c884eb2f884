// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, type Notification, type Tlp, tlpLabels } from '@belfry/contract';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type CallOf, reading, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { useLocale } from '../ui/moment.tsx';

type Patch = Partial<Omit<CallOf<'changeNotification'>['body'], 'version'>>;

/** Whom it goes to, in which language and under which label. */
export function Recipient({ notification, isOpen }: { notification: Notification; isOpen: boolean }) {
  const { t } = useTranslation();
  const sending = useSending('changeNotification');
  const { formLink, language, mailAddress, reference, tlp, version } = notification;
  const change = (some: Patch) =>
    sending.mutate({ params: { reference }, body: { version, fields: {}, ...some } });
  const taken = notification.languages;
  const names = new Intl.DisplayNames(useLocale(), { type: 'language' });
  return (
    <section className="panel stack" aria-labelledby="notification-recipient">
      <h2 id="notification-recipient">{t('notifications:recipient')}</h2>
      {isOpen ? <AuthorityChoice notification={notification} onChange={change} /> : null}
      {isOpen ? null : (
        <p>
          <strong>
            <bdi>{notification.authority?.name ?? t('notifications:authority.none')}</bdi>
          </strong>
        </p>
      )}
      <dl className="notification-facts">
        <dt>{t('notifications:mail')}</dt>
        <dd>{mailAddress ?? t('notifications:mail.none')}</dd>
        <dt>{t('notifications:form_link')}</dt>
        <dd>
          {formLink === '' ? (
            t('notifications:form_link.none')
          ) : (
            <>
              <code className="notification-link">{formLink}</code>{' '}
              <CopyText
                size="compact-xs"
                variant="default"
                text={formLink}
                label={t('notifications:form_link.copy')}
              />
            </>
          )}
        </dd>
      </dl>
      <Select
        label={t('notifications:language')}
        description={
          taken.length === 0
            ? t('notifications:language.unknown')
            : t('notifications:language.taken', {
                names: taken.map((one) => names.of(one) ?? one).join(', '),
              })
        }
        disabled={!isOpen}
        allowDeselect={false}
        data={languages.map((one) => ({ value: one, label: languageNames[one] }))}
        value={language}
        onChange={(value) => change({ language: value as Language })}
      />
      {taken.length > 0 && !taken.includes(language) ? (
        <p className="notice notice-brass">{t('notifications:language.not_taken')}</p>
      ) : null}
      <Select
        label={t('notifications:tlp')}
        description={t('notifications:tlp.means')}
        disabled={!isOpen}
        allowDeselect={false}
        data={[...tlpLabels]}
        value={tlp}
        onChange={(value) => change({ tlp: value as Tlp })}
      />
      <ProblemNotice error={sending.error} />
    </section>
  );
}

function AuthorityChoice(props: { notification: Notification; onChange: (some: Patch) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...reading('listAuthorities', { query: {} }), staleTime: 300_000 });
  const { authority } = props.notification;
  const known =
    data?.items.map(({ country, id, name }) => ({ value: id, label: `${name} (${country})` })) ?? [];
  const isListed = authority === null || known.some(({ value }) => value === authority.id);
  return (
    <Select
      label={t('notifications:authority')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('shell:choice.clear') }}
      placeholder={t('notifications:authority.none')}
      data={isListed ? known : [{ value: authority.id, label: authority.name }, ...known]}
      value={authority?.id ?? null}
      onChange={(value) => props.onChange({ authority: value })}
      nothingFoundMessage={t('shell:command.nothing')}
    />
  );
}
