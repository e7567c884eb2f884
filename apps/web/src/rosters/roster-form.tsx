// SPDX-License-Identifier: Apache-2.0
import type { PersonId, Roster } from '@belfry/contract';
import { Button, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { PeopleChoice } from '../ui/person-choice.tsx';
import { useZone } from '../ui/zone.ts';

export type RosterSettings = Pick<Roster, 'name' | 'timeZone' | 'rotation'>;

/** Name, zone, people in turns. */
export function RosterForm(props: {
  before?: RosterSettings;
  label: string;
  isSending: boolean;
  error: Error | null;
  onSave: (settings: RosterSettings) => void;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  const [name, setName] = useState(props.before?.name ?? '');
  const [timeZone, setTimeZone] = useState(props.before?.timeZone ?? zone.name);
  const [rotation, setRotation] = useState<RosterSettings['rotation']>(
    props.before?.rotation ?? {
      people: [],
      handoverAt: '09:00',
      everyDays: 7,
      startsOn: new Date().toISOString().slice(0, 10),
    },
  );
  const change = (part: Partial<RosterSettings['rotation']>) => setRotation({ ...rotation, ...part });
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave({ name, timeZone, rotation });
      }}
    >
      <TextInput
        label={t('rosters:name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('rosters:zone')}
        value={timeZone}
        onChange={(event) => setTimeZone(event.currentTarget.value)}
      />
      <PeopleChoice
        label={t('rosters:people')}
        value={rotation.people}
        onChange={(people: PersonId[]) => change({ people })}
      />
      <TextInput
        type="time"
        label={t('rosters:handover')}
        value={rotation.handoverAt}
        onChange={(event) => change({ handoverAt: event.currentTarget.value })}
      />
      <NumberInput
        label={t('rosters:days')}
        min={1}
        value={rotation.everyDays}
        onChange={(value) => change({ everyDays: Number(value) })}
      />
      <TextInput
        type="date"
        label={t('rosters:starts')}
        value={rotation.startsOn}
        onChange={(event) => change({ startsOn: event.currentTarget.value })}
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
