// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSending } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { useUnsavedWords } from '../ui/unsaved.ts';

/** One paragraph that says what we know now; every earlier wording stays in the record. */
export function KnowNow({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<{ text: string; version: number }>();
  const save = useSending('changeIncident');
  useUnsavedWords(draft !== undefined && draft.text !== (incident.summary ?? ''));
  return (
    <section className="panel stack" aria-labelledby="know-now">
      <div className="panel-head">
        <h2 id="know-now">{t('incidents:know_now')}</h2>
        {mayWork && draft === undefined ? (
          <Button
            variant="default"
            size="xs"
            onClick={() => setDraft({ text: incident.summary ?? '', version: incident.version })}
          >
            {t(incident.summary === null ? 'incidents:know_now.write' : 'incidents:know_now.change')}
          </Button>
        ) : null}
      </div>
      {incident.summary === null ? (
        draft === undefined ? (
          <p className="quiet">{t('incidents:know_now.none')}</p>
        ) : null
      ) : (
        <p className="pre prose" dir="auto">
          {incident.summary}
        </p>
      )}
      {draft === undefined ? null : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(
              {
                params: { reference: incident.reference },
                body: { summary: draft.text.trim() === '' ? null : draft.text, version: draft.version },
              },
              { onSuccess: () => setDraft(undefined) },
            );
          }}
        >
          <Textarea
            autoFocus
            label={t('incidents:know_now.new')}
            autosize
            minRows={4}
            value={draft.text}
            onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          />
          <ProblemNotice error={save.error} />
          <div className="row">
            <Button type="submit" loading={save.isPending}>
              {t('incidents:know_now.save')}
            </Button>
            <Button variant="default" onClick={() => setDraft(undefined)}>
              {t('shell:cancel')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
