// SPDX-License-Identifier: Apache-2.0
import type { Announcement } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { client } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { urls } from '../urls.ts';

type Audience = Announcement['audience'];

const audienceOfKind: Readonly<Record<string, Audience>> = {
  client: 'clients',
  user: 'users',
  data_subject: 'data_subjects',
  public: 'public',
  management: 'management',
};

/** Who is told by a stage of this kind; undefined where it goes to an authority. */
export function audienceTold(kind: string | undefined): Audience | undefined {
  return kind === undefined ? undefined : audienceOfKind[kind];
}

/** The next step of a duty to tell those affected: opens the words that are under way, or begins them. */
export function AnnounceObligation(props: {
  incident: string;
  obligation: string;
  audience: Audience;
  name: string;
}) {
  const { t } = useTranslation();
  const { history } = useRouter();
  const { audience, incident, obligation } = props;
  const opening = useMutation({
    mutationFn: async () => {
      const params = { reference: incident };
      const { items } = await client.listAnnouncements({ params });
      const known = items.find((one) => one.obligation === obligation && one.state !== 'withdrawn');
      return known ?? (await client.beginAnnouncement({ params, body: { audience, obligation } }));
    },
    onSuccess: ({ reference }) => history.push(urls.announcement(incident, reference)),
  });
  return (
    <>
      <Button size="compact-sm" loading={opening.isPending} onClick={() => opening.mutate()}>
        {t('announcements:begin.for')}
        <span className="visually-hidden">: {props.name}</span>
      </Button>
      <ProblemNotice error={opening.error} />
    </>
  );
}
