// SPDX-License-Identifier: Apache-2.0
import type { LogSourceIdentity, LogSourceWhole } from '@belfry/contract';
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { fieldProblem } from '../shell/problem-words.ts';
import { useMay } from '../shell/session.ts';
import { CopyText } from '../ui/copy-text.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { useUrlState } from '../ui/url-state.ts';

/** How a source is known: addresses, certificates, tokens. What ended stays readable. */
export function Identities(props: {
  source: LogSourceWhole;
  token: string | null;
  onToken: (token: string | null) => void;
}) {
  const { t } = useTranslation();
  const mayManage = useMay('log.manage');
  const [state, change] = useUrlState();
  const { source } = props;
  const close = () => change({ do: undefined }, { replace: true });
  const isOpen = mayManage && source.state === 'active';
  return (
    <section className="panel stack" aria-labelledby="source-known">
      <h2 id="source-known">{t('sources:known_by')}</h2>
      {props.token === null ? null : <TokenOnce token={props.token} onDone={() => props.onToken(null)} />}
      {source.identities.length === 0 ? <p className="quiet">{t('sources:known_by_nothing')}</p> : null}
      <ul className="plain-list">
        {source.identities.map((one) => (
          <Identity key={one.id} source={source.id} identity={one} mayEnd={isOpen} />
        ))}
      </ul>
      {isOpen ? (
        <div className="row">
          <Button variant="default" onClick={() => change({ do: 'token' })}>
            {t('sources:make_token')}
          </Button>
          <Button variant="default" onClick={() => change({ do: 'address' })}>
            {t('sources:know_by')}
          </Button>
        </div>
      ) : null}
      {isOpen && state['do'] === 'token' ? (
        <MakeToken source={source.id} onMade={props.onToken} onClose={close} />
      ) : null}
      {isOpen && state['do'] === 'address' ? <KnowBy source={source.id} onClose={close} /> : null}
    </section>
  );
}

function Identity(props: { source: string; identity: LogSourceIdentity; mayEnd: boolean }) {
  const { t } = useTranslation();
  const ending = useSending('endSourceIdentity');
  const { createdAt, endedAt, id, kind, label, lastUsedAt, value } = props.identity;
  const name = [t(`sources:kind.${kind}`), value, label].filter(Boolean).join(' ');
  return (
    <li>
      <p>
        {t(`sources:kind.${kind}`)} <strong>{value === null ? null : <bdi>{value}</bdi>}</strong>{' '}
        {label === '' ? null : <bdi className="quiet">{label}</bdi>}
      </p>
      <p className="quiet">
        {endedAt === null ? (
          <>
            {t('sources:since')} <Moment at={createdAt} withRelative={false} />
          </>
        ) : (
          <>
            {t('sources:ended')} <Moment at={endedAt} withRelative={false} />
          </>
        )}
        {kind !== 'token' ? null : lastUsedAt === null ? (
          <> · {t('sources:never_used')}</>
        ) : (
          <>
            {' '}
            · {t('sources:last_used')} <Moment at={lastUsedAt} />
          </>
        )}
      </p>
      {props.mayEnd && endedAt === null ? (
        <Button
          variant="default"
          loading={ending.isPending}
          aria-label={t(kind === 'token' ? 'sources:revoke_one' : 'sources:end_one', { name })}
          onClick={() => ending.mutate({ params: { id: props.source, identity: id }, body: {} })}
        >
          {t(kind === 'token' ? 'sources:revoke' : 'sources:end')}
        </Button>
      ) : null}
      <ProblemNotice error={ending.error} />
    </li>
  );
}

function TokenOnce({ onDone, token }: { token: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="notice notice-done" role="status">
      <p className="notice-title">{t('sources:token_made')}</p>
      <p>{t('sources:token_once')}</p>
      <code className="secret-once">{token}</code>
      <div className="row">
        <CopyText text={token} label={t('sources:copy_token')} />
        <Button variant="default" onClick={onDone}>
          {t('sources:token_done')}
        </Button>
      </div>
    </div>
  );
}

function MakeToken(props: { source: string; onMade: (token: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const making = useSending('makeSourceToken');
  const [label, setLabel] = useState('');
  return (
    <FormDialog
      title={t('sources:make_token')}
      verb={t('sources:make_token')}
      isSending={making.isPending}
      error={making.error}
      onSend={() =>
        making.mutate(
          { params: { id: props.source }, body: { label } },
          {
            onSuccess: ({ token }) => {
              props.onMade(token);
              props.onClose();
            },
          },
        )
      }
      onClose={props.onClose}
    >
      <p>{t('sources:token_means')}</p>
      <TextInput
        label={`${t('sources:label')} (${t('shell:optional')})`}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={fieldProblem(t, making.error, 'label')}
      />
    </FormDialog>
  );
}

function KnowBy({ onClose, source }: { source: string; onClose: () => void }) {
  const { t } = useTranslation();
  const adding = useSending('addSourceIdentity');
  const [kind, setKind] = useState<'address' | 'certificate'>('address');
  const [value, setValue] = useState('');
  const [label, setLabel] = useState('');
  return (
    <FormDialog
      title={t('sources:know_by')}
      verb={t('sources:know_by')}
      isSending={adding.isPending}
      error={adding.error}
      onSend={() =>
        adding.mutate({ params: { id: source }, body: { kind, value, label } }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <Select
        label={t('sources:kind')}
        allowDeselect={false}
        data={(['address', 'certificate'] as const).map((one) => ({
          value: one,
          label: t(`sources:kind.${one}`),
        }))}
        value={kind}
        onChange={(chosen) => setKind(chosen === 'certificate' ? 'certificate' : 'address')}
      />
      <TextInput
        label={t('sources:value')}
        description={t(`sources:value_means.${kind}`)}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        error={fieldProblem(t, adding.error, 'value')}
      />
      <TextInput
        label={`${t('sources:label')} (${t('shell:optional')})`}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={fieldProblem(t, adding.error, 'label')}
      />
    </FormDialog>
  );
}
