// SPDX-License-Identifier: Apache-2.0
import type { Webhook } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { AppLink } from '../ui/app-link.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { urls } from '../urls.ts';

/** The secret, shown this once, and what to enter at the system with it. */
export function SecretOnce(props: { webhook: Webhook; secret: string; onDone: () => void }) {
  const { t } = useTranslation();
  const { webhook } = props;
  return (
    <section className="panel stack" aria-labelledby="secret-once" role="status">
      <h2 id="secret-once">{t('webhooks:secret_made', { name: webhook.name })}</h2>
      <p>{t('webhooks:secret_once')}</p>
      <code className="secret-once">{props.secret}</code>
      <div className="row">
        <CopyText text={props.secret} label={t('webhooks:copy_secret')} />
        <Button variant="default" onClick={props.onDone}>
          {t('webhooks:secret_done')}
        </Button>
        <AppLink href={urls.webhook(webhook.id)}>{t('webhooks:to_settings')}</AppLink>
      </div>
      <AtTheSystem webhook={webhook} secret={props.secret} />
    </section>
  );
}

/** What to enter at the system, ready to copy. Without the secret at hand its place is marked. */
export function AtTheSystem({ webhook, secret }: { webhook: Webhook; secret: string | null }) {
  const { t } = useTranslation();
  const kinds = useQuery(reading('listWebhookKinds'));
  const made = kinds.data?.items.find((one) => one.kind === webhook.kind);
  const known = secret ?? t('webhooks:secret_place');
  const url = webhook.secretWay === 'path' ? `${webhook.url}/${known}` : webhook.url;
  const setting = (made?.setting ?? '').replaceAll('$URL', url).replaceAll('$SECRET', known);
  const header = webhook.secretWay === 'header' ? ` -H 'Authorization: Bearer ${known}'` : '';
  const signature =
    webhook.secretWay === 'signature'
      ? ` -H "${webhook.signatureHeader ?? ''}: $(openssl dgst -sha256 -hmac '${known}' -r sample.json | cut -d' ' -f1)"`
      : '';
  const curl = `curl -X POST '${url}'${header}${signature} --data-binary @sample.json`;
  return (
    <div className="stack">
      <CopyBlock
        id="at-system"
        title={t('webhooks:at_system', { product: made?.product ?? '' })}
        text={setting}
      />
      <CopyBlock id="by-hand" title={t('webhooks:by_hand')} text={curl} />
    </div>
  );
}

function CopyBlock({ id, title, text }: { id: string; title: string; text: string }) {
  const { t } = useTranslation();
  return (
    <section className="stack" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <pre className="code-block">{text}</pre>
      <div>
        <CopyText variant="default" text={text} label={t('webhooks:copy')} />
      </div>
    </section>
  );
}
