// SPDX-License-Identifier: Apache-2.0
import { type Incident, type PersonId, participantRoles } from '@belfry/contract';
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useSession } from '../shell/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { PersonChoice } from '../ui/person-choice.tsx';

type Part = (typeof participantRoles)[number];

/** Who has a hand in it. A new lead makes the old one a deputy. */
export function Participants({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const [giving, setGiving] = useState<{ person: PersonId | null; part: Part }>();
  const set = useSending('setParticipant');
  const { reference } = incident;
  return (
    <section className="panel stack" aria-labelledby="participants">
      <div className="panel-head">
        <h2 id="participants">{t('incidents:participants')}</h2>
        {mayWork ? (
          <div className="row">
            {incident.lead?.id === person.id ? null : (
              <Button
                variant="default"
                size="xs"
                loading={set.isPending}
                onClick={() =>
                  set.mutate({ params: { reference, person: person.id }, body: { role: 'lead' } })
                }
              >
                {t('incidents:participants.take_lead')}
              </Button>
            )}
            <Button
              variant="default"
              size="xs"
              onClick={() => setGiving({ person: null, part: 'participant' })}
            >
              {t('incidents:participants.add')}
            </Button>
          </div>
        ) : null}
      </div>
      <ProblemNotice error={set.error} />
      {incident.participants.length === 0 ? (
        <p className="quiet">{t('incidents:participants.none')}</p>
      ) : null}
      <ul className="plain-list">
        {incident.participants.map((one) => (
          <li key={one.person.id} className="participant">
            <span>
              <bdi>{one.person.name}</bdi> · {t(`words:part.${one.role}`)}
              <span className="quiet small">
                {' · '}
                {t('incidents:participants.since')} <Moment at={one.since} withRelative={false} />
              </span>
            </span>
            {mayWork ? (
              <ParticipantButtons
                reference={reference}
                participant={one}
                onGive={() => setGiving({ person: one.person.id, part: one.role })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {giving === undefined ? null : (
        <PartDialog reference={reference} start={giving} onClose={() => setGiving(undefined)} />
      )}
    </section>
  );
}

function ParticipantButtons(props: {
  reference: string;
  participant: Incident['participants'][number];
  onGive: () => void;
}) {
  const { t } = useTranslation();
  const remove = useSending('removeParticipant');
  const { id, name } = props.participant.person;
  return (
    <span className="row">
      <Button variant="default" size="compact-sm" className="in-line" onClick={props.onGive}>
        {t('incidents:participants.change')}
        <span className="visually-hidden">: {name}</span>
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        className="in-line"
        loading={remove.isPending}
        onClick={() => remove.mutate({ params: { reference: props.reference, person: id } })}
      >
        {t('incidents:participants.remove')}
        <span className="visually-hidden">: {name}</span>
      </Button>
      <ProblemNotice error={remove.error} />
    </span>
  );
}

function PartDialog(props: {
  reference: string;
  start: { person: PersonId | null; part: Part };
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [person, setPerson] = useState(props.start.person);
  const [part, setPart] = useState<Part>(props.start.part);
  const [isChecked, setChecked] = useState(false);
  const set = useSending('setParticipant');
  return (
    <FormDialog
      title={t('incidents:participants.give')}
      verb={t('incidents:participants.give_verb')}
      isSending={set.isPending}
      error={set.error}
      onClose={props.onClose}
      onSend={() => {
        setChecked(true);
        if (person !== null) {
          set.mutate(
            { params: { reference: props.reference, person }, body: { role: part } },
            { onSuccess: props.onClose },
          );
        }
      }}
    >
      <PersonChoice
        label={t('incidents:participants.person')}
        value={person}
        onChange={setPerson}
        {...(isChecked && person === null ? { error: t('incidents:participants.person_missing') } : {})}
      />
      <Select
        label={t('incidents:participants.part')}
        description={t('incidents:participants.part_means')}
        allowDeselect={false}
        data={participantRoles.map((one) => ({ value: one, label: t(`words:part.${one}`) }))}
        value={part}
        onChange={(value) => setPart(participantRoles.find((one) => one === value) ?? 'participant')}
      />
    </FormDialog>
  );
}
