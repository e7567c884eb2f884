// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import {
  filledText,
  incidentReference,
  instant,
  pageOf,
  pageQuery,
  personId,
  personShown,
  text,
} from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

export const taskStates = ['open', 'done', 'dropped'] as const;
/** Something a person does, with a RACI line. */
export const task = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    incident: incidentReference,
    title: z.string().describe('What to do'),
    state: z.enum(taskStates).describe('Open, done or dropped'),
    owner: personShown.nullable().describe('Responsible: who does it (R)'),
    accountable: personShown.nullable().describe('Accountable (A)'),
    consulted: z.array(personShown).describe('Consulted (C)'),
    informed: z.array(personShown).describe('Informed (I)'),
    dueAt: instant.nullable().describe('Due'),
    createdAt: instant.describe('When it was written down'),
    doneAt: instant.nullable().describe('When it was done or dropped'),
  })
  .describe('A task')
  .meta({ id: 'Task' });
export type Task = z.infer<typeof task>;

export const measureStates = ['planned', 'done', 'dropped'] as const;
/** What to change so that it does not happen again (policy 2.7[5]). */
export const measure = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    incident: incidentReference,
    title: z.string().describe('What to change'),
    owner: personShown.nullable().describe('Who sees to it'),
    dueOn: z.iso.date().nullable().describe('Due, a civil date'),
    state: z.enum(measureStates).describe('Planned, done or dropped'),
  })
  .describe('A measure')
  .meta({ id: 'Measure' });

const byReference = z.object({ reference: incidentReference });
const reason = text(limits.reasonCharactersMax, 'Why').optional();

export const addTask = route({
  id: 'tasks.add',
  method: 'POST',
  path: '/api/v1/incidents/{reference}/tasks',
  guard: 'incidents.work',
  summary: 'Write down a task',
  params: byReference,
  body: z.strictObject({
    title: filledText(limits.titleCharactersMax, 'What to do'),
    owner: personId.optional(),
    accountable: personId.optional(),
    consulted: z.array(personId).max(limits.peoplePerTaskRoleMax).default([]).describe('Consulted'),
    informed: z.array(personId).max(limits.peoplePerTaskRoleMax).default([]).describe('Informed'),
    dueAt: instant.optional(),
  }),
  status: 201,
  response: task,
  problems: ['incident.not_found', 'incident.participant_unknown', 'incident.status_does_not_allow'],
});

export const changeTask = route({
  id: 'tasks.change',
  method: 'PATCH',
  path: '/api/v1/tasks/{task}',
  guard: 'signedIn',
  summary: 'Change a task, or say that it is done; its owner may, and whoever works the incident',
  params: z.object({ task: z.uuid().describe('The task') }),
  body: z.strictObject({
    title: filledText(limits.titleCharactersMax, 'What to do').optional(),
    state: z.enum(taskStates).optional().describe('Open, done or dropped'),
    owner: personId.nullable().optional(),
    accountable: personId.nullable().optional(),
    consulted: z.array(personId).max(limits.peoplePerTaskRoleMax).optional().describe('Consulted'),
    informed: z.array(personId).max(limits.peoplePerTaskRoleMax).optional().describe('Informed'),
    dueAt: instant.nullable().optional(),
    reason,
  }),
  response: task,
  problems: ['task.not_found', 'incident.participant_unknown', 'permission.missing'],
});

export const listTasks = route({
  id: 'tasks.list',
  method: 'GET',
  path: '/api/v1/tasks',
  guard: 'signedIn',
  summary: 'List tasks of incidents the caller can see, soonest due first',
  query: z.strictObject({
    ...pageQuery,
    owner: z
      .union([personId, z.literal('me')])
      .optional()
      .describe('Whose'),
    state: z.enum(taskStates).default('open').describe('Open, done or dropped'),
  }),
  response: pageOf(task),
  problems: ['request.not_valid'],
});

export const changeMeasure = route({
  id: 'measures.change',
  method: 'PATCH',
  path: '/api/v1/measures/{measure}',
  guard: 'incidents.work',
  summary: 'Change a measure, or say that it is done',
  params: z.object({ measure: z.uuid().describe('The measure') }),
  body: z.strictObject({
    title: filledText(limits.titleCharactersMax, 'What to change').optional(),
    owner: personId.nullable().optional(),
    dueOn: z.iso.date().nullable().optional().describe('Due, a civil date'),
    state: z.enum(measureStates).optional().describe('Planned, done or dropped'),
  }),
  response: measure,
  problems: ['task.not_found', 'incident.participant_unknown'],
});

export const listMeasures = route({
  id: 'measures.list',
  method: 'GET',
  path: '/api/v1/measures',
  guard: 'signedIn',
  summary: 'List measures of incidents the caller can see, soonest due first',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(measureStates).default('planned').describe('Planned, done or dropped'),
  }),
  response: pageOf(measure),
  problems: ['request.not_valid'],
});

export const taskRoutes = { addTask, changeTask, listTasks, changeMeasure, listMeasures } as const;
