// SPDX-License-Identifier: Apache-2.0
import {
  type AlertKind,
  alertKinds,
  type Language,
  languages,
  type WebhookEndpoint,
  type WebhookRecipe,
  webhookRecipes,
} from '@belfry/contract';
import { Button, Checkbox, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageNames } from '../messages/messages.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';

export type EndpointSettings = Pick<
  WebhookEndpoint,
  'name' | 'url' | 'recipe' | 'gateway' | 'events' | 'language' | 'isActive'
> & { readonly token?: string };

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : null);

/** What becomes of a token that is not written anew: it stays, but goes to no other server. */
function tokenLabel(before: WebhookEndpoint | undefined, url: string) {
  if (before?.hasToken !== true) return 'webhook-endpoints:token';
  return originOf(url) === originOf(before.url)
    ? 'webhook-endpoints:token_kept'
    : 'webhook-endpoints:token_elsewhere';
}

const firstTemplate = '{"to":"{to}","text":"{text}"}';

/** A receiver, in the words of a service. A token that is not written anew stays as it is. */
export function EndpointForm(props: {
  before?: WebhookEndpoint;
  label: string;
  isSending: boolean;
  error: Error | null;
  onSave: (settings: EndpointSettings) => void;
}) {
  const { t, i18n } = useTranslation();
  const [settings, setSettings] = useState<Omit<EndpointSettings, 'gateway' | 'token'>>({
    name: props.before?.name ?? '',
    url: props.before?.url ?? '',
    recipe: props.before?.recipe ?? 'standard',
    events: props.before?.events ?? [...alertKinds],
    language: props.before?.language ?? (i18n.language as Language),
    isActive: props.before?.isActive ?? true,
  });
  const [token, setToken] = useState('');
  const [template, setTemplate] = useState(props.before?.gateway?.template ?? firstTemplate);
  const [numbers, setNumbers] = useState(props.before?.gateway?.recipients.join(', ') ?? '');
  const change = (part: Partial<typeof settings>) => setSettings({ ...settings, ...part });
  const recipients = numbers.split(/[\s,;]+/).filter((number) => number !== '');
  const contentType = props.before?.gateway?.contentType ?? 'application/json';
  const gateway = settings.recipe === 'text_message' ? { contentType, template, recipients } : null;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave({ ...settings, gateway, ...(token === '' ? {} : { token }) });
      }}
    >
      <TextInput
        label={t('webhook-endpoints:name')}
        value={settings.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        label={t('webhook-endpoints:recipe')}
        data={webhookRecipes.map((one) => ({ value: one, label: t(`webhook-endpoints:recipe.${one}`) }))}
        value={settings.recipe}
        allowDeselect={false}
        onChange={(value) => change({ recipe: value as WebhookRecipe })}
      />
      <TextInput
        label={t('webhook-endpoints:url')}
        value={settings.url}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <PasswordInput
        label={t(tokenLabel(props.before, settings.url))}
        autoComplete="new-password"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      {settings.recipe === 'text_message' ? (
        <>
          <Textarea
            label={t('webhook-endpoints:template', { braces: '{to} {text}' })}
            value={template}
            onChange={(event) => setTemplate(event.currentTarget.value)}
          />
          <TextInput
            label={t('webhook-endpoints:numbers')}
            value={numbers}
            onChange={(event) => setNumbers(event.currentTarget.value)}
          />
        </>
      ) : null}
      <Kinds value={settings.events} onChange={(events) => change({ events })} />
      <Select
        label={t('webhook-endpoints:language')}
        data={languages.map((one) => ({ value: one, label: languageNames[one] }))}
        value={settings.language}
        allowDeselect={false}
        onChange={(value) => change({ language: value as Language })}
      />
      <Checkbox
        label={t('webhook-endpoints:active')}
        checked={settings.isActive}
        onChange={(event) => change({ isActive: event.currentTarget.checked })}
      />
      <div className="row">
        <Button type="submit" loading={props.isSending}>
          {props.label}
        </Button>
      </div>
      <ProblemNotice error={props.error} />
    </form>
  );
}

function Kinds({ onChange, value }: { value: AlertKind[]; onChange: (kinds: AlertKind[]) => void }) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group
      label={t('webhook-endpoints:events')}
      value={value}
      onChange={(kinds) => onChange(kinds as AlertKind[])}
    >
      <div className="stack">
        {alertKinds.map((kind) => (
          <Checkbox key={kind} value={kind} label={t(`alerts:kind.${kind}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
