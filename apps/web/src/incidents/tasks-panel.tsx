// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskDialog } from '../tasks/task-dialog.tsx';
import { TaskList } from '../tasks/task-list.tsx';

export function IncidentTasks({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  return (
    <section className="panel stack" aria-labelledby="incident-tasks">
      <div className="panel-head">
        <h2 id="incident-tasks">{t('incidents:tasks', { count: incident.tasks.length })}</h2>
        {mayWork ? (
          <Button variant="default" size="xs" onClick={() => setAdding(true)}>
            {t('tasks:add')}
          </Button>
        ) : null}
      </div>
      {incident.tasks.length === 0 ? null : (
        <TaskList items={incident.tasks} showsIncident={false} mayWork={mayWork} />
      )}
      {isAdding ? <TaskDialog incident={incident.reference} onClose={() => setAdding(false)} /> : null}
    </section>
  );
}
