// SPDX-License-Identifier: Apache-2.0
import { alertKinds, type Language, type WebhookRecipe, webhookRecipes } from '@belfry/contract';
import { Button, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnswerOf, useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';

/** A receiver of every kind of call, in the words of a service. */
export function AddEndpoint({ onMade }: { onMade: (made: AnswerOf<'addWebhookEndpoint'>) => void }) {
  const { t, i18n } = useTranslation();
  const adding = useSending('addWebhookEndpoint');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [token, setToken] = useState('');
  const [recipe, setRecipe] = useState<WebhookRecipe>('standard');
  const [template, setTemplate] = useState('{"to":"{to}","text":"{text}"}');
  const [numbers, setNumbers] = useState('');
  const recipients = numbers.split(/[\s,;]+/).filter((number) => number !== '');
  const send = () =>
    adding.mutate(
      {
        body: {
          name,
          url,
          recipe,
          gateway:
            recipe === 'text_message' ? { contentType: 'application/json', template, recipients } : null,
          events: [...alertKinds],
          language: i18n.language as Language,
          isActive: true,
          ...(token === '' ? {} : { token }),
        },
      },
      { onSuccess: onMade },
    );
  return (
    <section className="panel" aria-labelledby="endpoint-add">
      <h2 id="endpoint-add">{t('webhook-endpoints:add')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextInput
          label={t('webhook-endpoints:name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('webhook-endpoints:recipe')}
          data={webhookRecipes.map((one) => ({ value: one, label: t(`webhook-endpoints:recipe.${one}`) }))}
          value={recipe}
          allowDeselect={false}
          onChange={(value) => setRecipe(value as WebhookRecipe)}
        />
        <TextInput
          label={t('webhook-endpoints:url')}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('webhook-endpoints:token')}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        {recipe === 'text_message' ? (
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
        <div className="row">
          <Button type="submit" loading={adding.isPending}>
            {t('webhook-endpoints:add')}
          </Button>
        </div>
        <ProblemNotice error={adding.error} />
      </form>
    </section>
  );
}
