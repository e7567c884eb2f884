// SPDX-License-Identifier: Apache-2.0
import {
  type Contact,
  type ContactChannel,
  contactChannelKinds,
  contactGroups,
  languages,
  limits,
} from '@belfry/contract';
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallOf, useSending } from '../api.ts';
import { languageNames } from '../messages/messages.ts';
import { fieldProblem } from '../shell/problem-words.ts';
import { FormDialog } from '../ui/form-dialog.tsx';

type Fields = CallOf<'addContact'>['body'] & { channels: ContactChannel[] };

const freshChannel: ContactChannel = { kind: 'phone', value: '', note: '', isPreferred: false };
const fresh: Fields = {
  name: '',
  organisation: '',
  group: 'supplier',
  title: '',
  language: null,
  channels: [freshChannel],
  notes: '',
};

/** Adds a contact, or changes one. Ways that were left empty are no ways. */
export function ContactDialog({ contact, onClose }: { contact: Contact | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [fields, setFields] = useState<Fields>(() => (contact === null ? fresh : fieldsOf(contact)));
  const [isMissing, setMissing] = useState(false);
  const adding = useSending('addContact');
  const changing = useSending('changeContact');
  const error = adding.error ?? changing.error;
  const patch = (change: Partial<Fields>) => setFields({ ...fields, ...change });
  const send = () => {
    setMissing(fields.name.trim() === '');
    if (fields.name.trim() === '') {
      return;
    }
    const body = { ...fields, channels: fields.channels.filter(({ value }) => value.trim() !== '') };
    if (contact === null) {
      adding.mutate({ body }, { onSuccess: onClose });
    } else {
      const { id, version } = contact;
      changing.mutate({ params: { id }, body: { ...body, version } }, { onSuccess: onClose });
    }
  };
  const field = (name: 'name' | 'organisation' | 'title') => (
    <TextInput
      label={
        name === 'name'
          ? t('contacts:name')
          : `${t(`contacts:${name === 'title' ? 'title.field' : name}`)} (${t('shell:optional')})`
      }
      {...(name === 'name' ? { 'data-autofocus': true } : {})}
      maxLength={limits.titleCharactersMax}
      autoComplete="off"
      value={fields[name]}
      onChange={(event) => patch({ [name]: event.currentTarget.value })}
      error={name === 'name' && isMissing ? t('problems:field.too_small') : fieldProblem(t, error, name)}
    />
  );
  return (
    <FormDialog
      title={t(contact === null ? 'contacts:add' : 'contacts:change')}
      verb={t(contact === null ? 'contacts:add' : 'contacts:save')}
      isSending={adding.isPending || changing.isPending}
      error={error}
      onClose={onClose}
      onSend={send}
    >
      {field('name')}
      {field('organisation')}
      <Select
        label={t('contacts:group')}
        allowDeselect={false}
        data={contactGroups.map((value) => ({ value, label: t(`contacts:group.${value}`) }))}
        value={fields.group}
        onChange={(value) => patch({ group: contactGroups.find((one) => one === value) ?? 'other' })}
      />
      {field('title')}
      <Select
        label={`${t('contacts:language')} (${t('shell:optional')})`}
        clearable
        clearButtonProps={{ 'aria-label': t('shell:choice.clear') }}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={fields.language}
        onChange={(value) => patch({ language: languages.find((one) => one === value) ?? null })}
      />
      <Channels channels={fields.channels} onChange={(channels) => patch({ channels })} />
      <Textarea
        label={`${t('contacts:notes')} (${t('shell:optional')})`}
        description={t('contacts:notes.means')}
        autosize
        maxLength={limits.reasonCharactersMax}
        value={fields.notes}
        onChange={(event) => patch({ notes: event.currentTarget.value })}
      />
    </FormDialog>
  );
}

function fieldsOf({ channels, group, language, name, notes, organisation, title }: Contact): Fields {
  return { name, organisation, group, title, language, channels: [...channels], notes };
}

function Channels(props: { channels: ContactChannel[]; onChange: (channels: ContactChannel[]) => void }) {
  const { t } = useTranslation();
  const { channels, onChange } = props;
  const change = (place: number, patch: Partial<ContactChannel>) =>
    onChange(channels.map((one, at) => (at === place ? { ...one, ...patch } : one)));
  return (
    <>
      {channels.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ways have no identity but their place while they are typed
        <fieldset key={place} className="contact-channel">
          <legend>{t('contacts:way', { place: place + 1 })}</legend>
          <Select
            label={t('contacts:kind')}
            allowDeselect={false}
            data={contactChannelKinds.map((value) => ({ value, label: t(`contacts:kind.${value}`) }))}
            value={one.kind}
            onChange={(value) =>
              change(place, { kind: contactChannelKinds.find((kind) => kind === value) ?? 'other' })
            }
          />
          <TextInput
            label={t('contacts:value')}
            maxLength={limits.mailAddressCharactersMax}
            autoComplete="off"
            value={one.value}
            onChange={(event) => change(place, { value: event.currentTarget.value })}
          />
          <TextInput
            label={`${t('contacts:channel_note')} (${t('shell:optional')})`}
            maxLength={limits.titleCharactersMax}
            value={one.note}
            onChange={(event) => change(place, { note: event.currentTarget.value })}
          />
          <Checkbox
            label={t('contacts:preferred')}
            checked={one.isPreferred}
            onChange={(event) => change(place, { isPreferred: event.currentTarget.checked })}
          />
        </fieldset>
      ))}
      {channels.length < limits.channelsPerContactMax ? (
        <div>
          <Button variant="default" size="xs" onClick={() => onChange([...channels, freshChannel])}>
            {t('contacts:add_way')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
