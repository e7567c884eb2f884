// SPDX-License-Identifier: Apache-2.0
import type { FormField, Language, Notification } from '@belfry/contract';
import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { useLocale } from '../ui/moment.tsx';
import { useZone } from '../ui/zone.ts';
import { urls } from '../urls.ts';
import { FieldComments } from './comments.tsx';
import { isSameValue } from './draft.ts';
import { FieldInput } from './field-input.tsx';
import type { Draft } from './use-draft.ts';
import { isEmpty, labelOf, showValue } from './values.ts';

interface RowProps {
  readonly field: FormField;
  readonly notification: Notification;
  readonly draft: Draft;
  readonly isOpen: boolean;
}

const unverified: readonly FormField['evidence'][] = ['recalled', 'unsettled'];

/** How a value reads to who looks at the screen. */
function useShown(field: FormField) {
  const { t, i18n } = useTranslation();
  const how = { language: i18n.language as Language, locale: useLocale(), zone: useZone().name };
  return (value: Parameters<typeof showValue>[2]) => showValue(t, field, value, how);
}

/** One field: what the act asks, what stands there and where it is from, and what others said of it. */
export function FieldRow({ field, notification, draft, isOpen }: RowProps) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const { value, isEstimate } = draft.valueOf(field.id);
  const problem = notification.problems.find((one) => one.field === field.id)?.problem;
  // What was typed since is judged by itself, not by what stood there before.
  const isTyped = !isSameValue(value, notification.content[field.id]?.value);
  const told = draft.waiting.includes(field.id)
    ? t(`notifications:half_typed.${field.type}`, { defaultValue: t('notifications:half_typed.other') })
    : problem === undefined || isTyped
      ? undefined
      : t(`notifications:problem.${problem}`);
  const help = <Help field={field} language={language} />;
  return (
    <div className="notification-field" data-field={field.id}>
      {isOpen ? (
        <FieldInput
          field={field}
          value={value}
          onChange={(next) => draft.write(field.id, { value: next })}
          language={language}
          description={help}
          error={told}
        />
      ) : (
        <FieldRead field={field} value={value} language={language} />
      )}
      <Conflict field={field} notification={notification} draft={draft} />
      {isOpen ? <Suggestions field={field} notification={notification} draft={draft} /> : null}
      <Differences field={field} notification={notification} />
      <FieldComments notification={notification} field={field.id} label={labelOf(field, language)}>
        {isTyped ? null : <From notification={notification} field={field.id} />}
        <Counter field={field} value={value} />
        {isOpen && !isEmpty(value) ? (
          <Checkbox
            size="xs"
            label={t('notifications:estimate')}
            aria-label={t('notifications:estimate_of', { field: labelOf(field, language) })}
            checked={isEstimate}
            onChange={(event) => draft.write(field.id, { isEstimate: event.currentTarget.checked })}
          />
        ) : isEstimate ? (
          <span className="chip">{t('notifications:estimate')}</span>
        ) : null}
      </FieldComments>
    </div>
  );
}

function Help({ field, language }: { field: FormField; language: Language }) {
  const { t } = useTranslation();
  return (
    <>
      {field.isRequired ? null : <span>{t('shell:optional')} · </span>}
      {field.help === null ? null : <span>{field.help[language]} · </span>}
      <span>{field.cite}</span>
      {unverified.includes(field.evidence) ? <span> · {t('notifications:unverified')}</span> : null}
    </>
  );
}

function FieldRead({
  field,
  value,
  language,
}: {
  field: FormField;
  value: Parameters<typeof showValue>[2];
  language: Language;
}) {
  const shown = useShown(field);
  return (
    <>
      <p className="notification-label">{labelOf(field, language)}</p>
      <p className={isEmpty(value) ? 'quiet' : 'pre'}>
        <bdi>{shown(value)}</bdi>
      </p>
    </>
  );
}

function From({ notification, field }: { notification: Notification; field: string }) {
  const { t } = useTranslation();
  const from = notification.content[field]?.from ?? null;
  if (from === null || from.kind === 'person') {
    return null;
  }
  return (
    <span className="chip">
      {t(`notifications:from.${from.kind}`)}
      {from.notification === null ? null : (
        <>
          {' '}
          <AppLink href={urls.notification(notification.incident, from.notification)}>
            {from.notification}
          </AppLink>
        </>
      )}
    </span>
  );
}

/** Characters against what the portal takes; shown only where a limit is known. */
function Counter({ field, value }: { field: FormField; value: unknown }) {
  const { t } = useTranslation();
  const max = field.portalCharactersMax;
  if (max === null || typeof value !== 'string') {
    return null;
  }
  const count = [...value].length;
  return (
    <span className={count > max ? 'notification-over' : 'quiet small'}>
      {t(count > max ? 'notifications:counter.over' : 'notifications:counter', { count, max })}
    </span>
  );
}

function Conflict({ field, notification, draft }: Omit<RowProps, 'isOpen'>) {
  const { t } = useTranslation();
  const shown = useShown(field);
  if (!draft.conflicts.includes(field.id)) {
    return null;
  }
  return (
    <div className="notice notice-problem" role="alert">
      <p className="notice-title">{t('notifications:conflict')}</p>
      <p>
        {t('notifications:conflict.theirs')} <bdi>{shown(notification.content[field.id]?.value ?? null)}</bdi>
      </p>
      <div className="row">
        <Button size="xs" onClick={() => draft.keepMine(field.id)}>
          {t('notifications:conflict.keep')}
        </Button>
        <Button size="xs" variant="default" onClick={() => draft.takeTheirs(field.id)}>
          {t('notifications:conflict.take')}
        </Button>
      </div>
    </div>
  );
}

/** What the facts say now, where that is not what stands here: somebody decides which of the two goes out. */
function Suggestions({ field, notification, draft }: Omit<RowProps, 'isOpen'>) {
  const { t, i18n } = useTranslation();
  const shown = useShown(field);
  const offered = notification.suggestions.filter((one) => one.field === field.id);
  return offered.map((one) => (
    <p key={JSON.stringify(one.value)} className="notice notification-offer">
      <span>
        {t(`notifications:suggested.${one.from.kind}`)} <bdi>{shown(one.value)}</bdi>
        {one.from.notification === null ? null : ` (${one.from.notification})`}
      </span>
      <Button
        size="xs"
        variant="default"
        aria-label={t('notifications:take_for', { field: labelOf(field, i18n.language as Language) })}
        onClick={() => draft.write(field.id, { value: one.value, isEstimate: one.isEstimate })}
      >
        {t('notifications:take')}
      </Button>
    </p>
  ));
}

function Differences({ field, notification }: Omit<RowProps, 'isOpen' | 'draft'>) {
  const { t } = useTranslation();
  const shown = useShown(field);
  return notification.differences
    .filter((one) => one.field === field.id)
    .map((one) => (
      <p key={`${one.notification} ${one.theirField}`} className="notice notice-brass">
        <span>
          {t('notifications:differs')}{' '}
          <AppLink href={urls.notification(notification.incident, one.notification)}>
            {one.notification}
          </AppLink>{' '}
          ({t(`notifications:state.${one.theirState}`)}): <bdi>{shown(one.theirValue)}</bdi>
        </span>
      </p>
    ));
}
