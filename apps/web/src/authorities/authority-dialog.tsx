// SPDX-License-Identifier: Apache-2.0
import {
  type Authority,
  type AuthorityChannel,
  authorityChannelKinds,
  authorityKinds,
  limits,
} from '@belfry/contract';
import { Button, MultiSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallOf, useSending } from '../api.ts';
import { fieldProblem } from '../shell/problem-words.ts';
import { useSession } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useStateName } from './ways.tsx';

type Fields = CallOf<'addAuthority'>['body'] & { channels: AuthorityChannel[] };

const states =
  'AT BE BG CH CY CZ DE DK EE ES EU FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' ',
  );
const freshChannel: AuthorityChannel = { kind: 'mail', value: '', note: '' };

/** Adds an authority of one’s own, or changes one. Ways that were left empty are no ways. */
export function AuthorityDialog({
  authority,
  onClose,
}: {
  authority: Authority | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  const [fields, setFields] = useState<Fields>(() =>
    authority === null ? freshFields(organisation.country) : fieldsOf(authority),
  );
  const [isMissing, setMissing] = useState(false);
  const adding = useSending('addAuthority');
  const changing = useSending('changeAuthority');
  const error = adding.error ?? changing.error;
  const patch = (change: Partial<Fields>) => setFields({ ...fields, ...change });
  const send = () => {
    const lacks = fields.name.trim() === '' || fields.kinds.length === 0;
    setMissing(lacks);
    if (lacks) return;
    const body = { ...fields, channels: fields.channels.filter(({ value }) => value.trim() !== '') };
    if (authority === null) {
      adding.mutate({ body }, { onSuccess: onClose });
    } else {
      const { id, version } = authority;
      changing.mutate({ params: { id }, body: { ...body, version } }, { onSuccess: onClose });
    }
  };
  return (
    <FormDialog
      title={t(authority === null ? 'authorities:add' : 'authorities:change')}
      verb={t(authority === null ? 'authorities:add' : 'authorities:save')}
      isSending={adding.isPending || changing.isPending}
      error={error}
      onClose={onClose}
      onSend={send}
    >
      <TextInput
        label={t('authorities:name')}
        data-autofocus
        autoComplete="off"
        maxLength={limits.titleCharactersMax}
        value={fields.name}
        onChange={(event) => patch({ name: event.currentTarget.value })}
        error={
          isMissing && fields.name.trim() === ''
            ? t('problems:field.too_small')
            : fieldProblem(t, error, 'name')
        }
      />
      <WhatItIs fields={fields} isMissing={isMissing} onChange={patch} />
      <TextInput
        label={`${t('authorities:form_link')} (${t('shell:optional')})`}
        description={t('authorities:form_link.means')}
        autoComplete="off"
        maxLength={limits.webAddressCharactersMax}
        value={fields.formLink}
        onChange={(event) => patch({ formLink: event.currentTarget.value })}
      />
      <Channels channels={fields.channels} onChange={(channels) => patch({ channels })} />
      <Textarea
        label={`${t('authorities:notes')} (${t('shell:optional')})`}
        autosize
        maxLength={limits.reasonCharactersMax}
        value={fields.notes}
        onChange={(event) => patch({ notes: event.currentTarget.value })}
      />
    </FormDialog>
  );
}

const freshFields = (country: string): Fields => ({
  name: '',
  country,
  kinds: [],
  channels: [freshChannel],
  languages: [],
  formLink: '',
  notes: '',
});

function fieldsOf({ channels, country, formLink, kinds, languages, name, notes }: Authority): Fields {
  return { name, country, kinds, channels: [...channels], languages, formLink, notes };
}

function WhatItIs(props: {
  fields: Fields;
  isMissing: boolean;
  onChange: (change: Partial<Fields>) => void;
}) {
  const { t } = useTranslation();
  const stateName = useStateName();
  const { fields, onChange } = props;
  return (
    <>
      <Select
        label={t('authorities:country')}
        allowDeselect={false}
        searchable
        nothingFoundMessage={t('shell:command.nothing')}
        data={states.map((value) => ({ value, label: stateName(value) }))}
        value={fields.country}
        onChange={(value) => onChange({ country: value ?? fields.country })}
      />
      <MultiSelect
        label={t('authorities:kind')}
        error={props.isMissing && fields.kinds.length === 0 ? t('problems:field.too_small') : undefined}
        data={authorityKinds.map((value) => ({ value, label: t(`authorities:kind.${value}`) }))}
        value={fields.kinds}
        onChange={(chosen) =>
          onChange({ kinds: chosen.flatMap((one) => authorityKinds.find((kind) => kind === one) ?? []) })
        }
      />
      <TagsInput
        label={`${t('authorities:languages')} (${t('shell:optional')})`}
        description={t('authorities:languages.means')}
        value={fields.languages}
        onChange={(chosen) =>
          onChange({
            languages: chosen.map((one) => one.trim().toLowerCase()).filter((one) => /^[a-z]{2}$/.test(one)),
          })
        }
      />
    </>
  );
}

function Channels(props: { channels: AuthorityChannel[]; onChange: (channels: AuthorityChannel[]) => void }) {
  const { t } = useTranslation();
  const { channels, onChange } = props;
  const change = (place: number, patch: Partial<AuthorityChannel>) =>
    onChange(channels.map((one, at) => (at === place ? { ...one, ...patch } : one)));
  return (
    <>
      {channels.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ways have no identity but their place while they are typed
        <fieldset key={place} className="authority-channel">
          <legend>{t('authorities:way', { place: place + 1 })}</legend>
          <Select
            label={t('authorities:way.kind')}
            allowDeselect={false}
            data={authorityChannelKinds.map((value) => ({ value, label: t(`authorities:channel.${value}`) }))}
            value={one.kind}
            onChange={(value) =>
              change(place, { kind: authorityChannelKinds.find((kind) => kind === value) ?? 'other' })
            }
          />
          <TextInput
            label={t('authorities:way.value')}
            autoComplete="off"
            maxLength={limits.webAddressCharactersMax}
            value={one.value}
            onChange={(event) => change(place, { value: event.currentTarget.value })}
          />
        </fieldset>
      ))}
      {channels.length < limits.channelsPerContactMax ? (
        <div>
          <Button variant="default" size="xs" onClick={() => onChange([...channels, freshChannel])}>
            {t('authorities:way.add')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
