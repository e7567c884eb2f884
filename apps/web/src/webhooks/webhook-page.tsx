// SPDX-License-Identifier: Apache-2.0
import { type Language, languages, limits, type Webhook, webhookSecretWays } from '@belfry/contract';
import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, reading, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { NothingHerePage, ProblemNotice, ProblemPage } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { AppLink } from '../ui/app-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';
import { urls } from '../urls.ts';
import { MappingFields, wholeMapping } from './mapping-fields.tsx';
import { MappingTrial, useTrial } from './mapping-trial.tsx';
import { AtTheSystem, SecretOnce } from './secret-once.tsx';
import './webhooks.css';

/** One webhook: its settings beside a payload that shows at once what they do. */
export function WebhookPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const list = useQuery(reading('listWebhooks'));
  const kinds = useQuery(reading('listWebhookKinds'));
  const error = list.error ?? kinds.error;
  if (list.data === undefined || kinds.data === undefined) {
    return error === null ? <Loading /> : <ProblemPage error={error} onRetry={() => void list.refetch()} />;
  }
  const webhook = list.data.items.find((one) => one.id === id);
  const sample = kinds.data.items.find((one) => one.kind === webhook?.kind)?.sample ?? '';
  return webhook === undefined ? (
    <NothingHerePage />
  ) : (
    <Settings key={webhook.id} webhook={webhook} sample={sample} />
  );
}

function Settings({ webhook, sample }: { webhook: Webhook; sample: string }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(webhook);
  const [payload, setPayload] = useState(sample);
  const saving = useSending('changeWebhook');
  const mapping = wholeMapping(draft.mapping);
  const trial = useTrial(mapping, payload);
  useUnsavedWords(JSON.stringify(draft.mapping) !== JSON.stringify(webhook.mapping) && !saving.isSuccess);
  const tried = new Map(
    (trial.data?.problems ?? []).map((one) => [one.field, t(`webhooks:try.${one.code}`)] as const),
  );
  const save = () => {
    const { isActive, language, name, secretWay, signatureHeader, silenceMinutes } = draft;
    saving.mutate({
      params: { id: webhook.id },
      body: { isActive, language, name, secretWay, signatureHeader, silenceMinutes, mapping },
    });
  };
  return (
    <section className="page">
      <PageTitle
        title={webhook.name}
        shown={<bdi>{webhook.name}</bdi>}
        lead={<AppLink href={urls.webhooks()}>{t('webhooks:to_list')}</AppLink>}
      />
      <div className="halves webhook-halves">
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <PlainFields draft={draft} onChange={setDraft} error={saving.error} />
          <MappingFields
            mapping={draft.mapping}
            onChange={(changed) => setDraft({ ...draft, mapping: changed })}
            error={saving.error}
            tried={tried}
          />
          <div className="row">
            <Button type="submit" loading={saving.isPending}>
              {t('shell:save')}
            </Button>
            {saving.isSuccess ? <span role="status">{t('webhooks:saved')}</span> : null}
          </div>
          <ProblemNotice error={saving.error} />
        </form>
        <div className="stack">
          <MappingTrial webhook={webhook} payload={payload} onPayload={setPayload} trial={trial} />
          <Secret webhook={webhook} />
        </div>
      </div>
    </section>
  );
}

function PlainFields(props: { draft: Webhook; onChange: (draft: Webhook) => void; error: unknown }) {
  const { t } = useTranslation();
  const { draft, error, onChange } = props;
  return (
    <>
      <Switch
        label={t('webhooks:active')}
        checked={draft.isActive}
        onChange={(event) => onChange({ ...draft, isActive: event.currentTarget.checked })}
      />
      <TextInput
        label={t('webhooks:name')}
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        error={fieldProblem(t, error, 'name')}
      />
      <NumberInput
        label={t('webhooks:silence')}
        description={t('webhooks:silence_means')}
        min={limits.silenceMinutesMin}
        max={limits.silenceMinutesMax}
        value={draft.silenceMinutes}
        onChange={(value) => onChange({ ...draft, silenceMinutes: Number(value) })}
        error={fieldProblem(t, error, 'silenceMinutes')}
      />
      <Select
        label={t('webhooks:language')}
        allowDeselect={false}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={draft.language}
        onChange={(value) => onChange({ ...draft, language: value as Language })}
      />
      <Select
        label={t('webhooks:secret_way')}
        description={t(`webhooks:secret_way.${draft.secretWay}_means`)}
        allowDeselect={false}
        data={webhookSecretWays.map((value) => ({ value, label: t(`webhooks:secret_way.${value}`) }))}
        value={draft.secretWay}
        onChange={(value) => onChange({ ...draft, secretWay: value as Webhook['secretWay'] })}
      />
      {draft.secretWay === 'signature' ? (
        <TextInput
          label={t('webhooks:signature_header')}
          value={draft.signatureHeader ?? ''}
          onChange={(event) => onChange({ ...draft, signatureHeader: event.currentTarget.value || null })}
          error={fieldProblem(t, error, 'signatureHeader')}
        />
      ) : null}
    </>
  );
}

function Secret({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const making = useSending('makeWebhookSecret');
  const [made, setMade] = useState<AnswerOf<'makeWebhookSecret'> | null>(null);
  if (made !== null) {
    return <SecretOnce webhook={made.webhook} secret={made.secret} onDone={() => setMade(null)} />;
  }
  return (
    <section className="stack" aria-labelledby="webhook-secret">
      <h2 id="webhook-secret">{t('webhooks:connect')}</h2>
      <AtTheSystem webhook={webhook} secret={null} />
      <p className="quiet">{t('webhooks:new_secret_means')}</p>
      <div>
        <Button
          variant="default"
          loading={making.isPending}
          onClick={() => making.mutate({ params: { id: webhook.id } }, { onSuccess: setMade })}
        >
          {t('webhooks:new_secret')}
        </Button>
      </div>
      <ProblemNotice error={making.error} />
    </section>
  );
}
