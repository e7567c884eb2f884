// SPDX-License-Identifier: Apache-2.0
import { type Incident, type PersonId, ProblemError, permissionsOf, rsitClassOf } from '@belfry/contract';
import { systemActor } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { hearReporter, type Receipts, type ReceiveReport, type ReportContent } from '../reports/index.ts';
import { alertArrives, mailArrives, type Outside } from './arrivals.ts';
import type { Cast } from './cast.ts';
import { personOf } from './cast.ts';
import { told } from './founding.ts';
import type { PersonKey } from './people.ts';
import { type Act, durationOf, type ReportTold, type Step, type Story } from './scenario.ts';

/** What a story has come to: how the desk calls its incident, reports and tasks. */
export interface Thread {
  readonly story: Story;
  readonly startedAt: Date;
  incident: string | null;
  readonly reports: Map<string, { id: string; reference: string; receipt: string | null }>;
  readonly tasks: Map<string, string>;
}

export interface Stage {
  readonly database: Database;
  readonly cast: Cast;
  readonly ids: Ids;
  readonly receipts: Receipts;
  readonly receive: ReceiveReport;
  readonly outside: Outside;
  readonly threads: ReadonlyMap<string, Thread>;
}

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;
type Performers = {
  readonly [Name in Act['act']]: (stage: Stage, thread: Thread, act: Of<Name>) => Promise<unknown>;
};

const DAY_MS = 86_400_000;
const RECEIPT_DIGITS = 16;

/** Takes one step of a story, as whoever took it, through the same doors they would use. */
export async function perform(stage: Stage, thread: Thread, step: Step): Promise<void> {
  try {
    await (performers[step.act] as (stage: Stage, thread: Thread, act: Act) => Promise<unknown>)(
      stage,
      thread,
      step,
    );
  } catch (cause) {
    const why = cause instanceof ProblemError ? `${cause.problem.code}: ${cause.problem.detail ?? ''}` : '';
    throw new Error(`Cannot tell "${thread.story.key}" at ${step.after} (${step.act}): ${why}`, { cause });
  }
}

const instant = (thread: Thread, after: string) =>
  new Date(thread.startedAt.getTime() + durationOf(after)).toISOString();

function incidentOf(thread: Thread): { reference: string } {
  if (thread.incident === null) {
    throw new Error('There is no incident yet');
  }
  return { reference: thread.incident };
}

function reportOf(thread: Thread, key: string) {
  const report = thread.reports.get(key);
  if (report === undefined) {
    throw new Error(`There is no report "${key}" yet`);
  }
  return report;
}

function threadOf(stage: Stage, key: string): Thread {
  const thread = stage.threads.get(key);
  if (thread === undefined) {
    throw new Error(`There is no story "${key}"`);
  }
  return thread;
}

async function arrive(stage: Stage, thread: Thread, key: string, given: ReportTold): Promise<void> {
  const { from } = given;
  const person: PersonKey | null = typeof from === 'object' && 'person' in from ? from.person : null;
  const channel = given.channel ?? 'form';
  const content: ReportContent = {
    summary: given.summary,
    description: given.description ?? null,
    category: given.category ?? null,
    kind: given.kind ?? 'incident',
    noticedAt: given.noticed === undefined ? null : new Date(instant(thread, given.noticed)),
    ongoing: given.ongoing ?? 'unknown',
    anonymous: from === 'anonymous',
    language: given.language ?? 'nl',
    reporter: reporterOf(given),
    files: [],
  };
  const id = stage.ids.uuid();
  const receipt = channel === 'form' && person === null ? stage.ids.digits(RECEIPT_DIGITS) : null;
  const receiptHash = receipt === null ? null : await stage.receipts.hash(receipt);
  const machine = channel === 'detection' ? systemActor('detection') : null;
  const sender =
    person === null
      ? (machine ?? { kind: 'reporter' as const, reportId: id })
      : await stage.cast.actor(person);
  const received = await stage.database.change(sender, (changing) =>
    stage.receive(changing, {
      id,
      channel,
      content,
      receiptHash,
      reporterId: person === null ? null : stage.cast.id(person),
    }),
  );
  thread.reports.set(key, { id, reference: received.reference, receipt });
}

function reporterOf({ channel, from }: ReportTold): ReportContent['reporter'] {
  if (from === 'anonymous') {
    return null;
  }
  if ('person' in from) {
    const { email, name } = personOf(from.person);
    return { name, email, phone: null };
  }
  const { email = null, name = channel === 'detection' ? 'Detection' : null, phone = null } = from;
  return { name, email, phone };
}

async function decide(
  stage: Stage,
  by: PersonKey,
  reference: string,
  decision: Parameters<Awaited<ReturnType<Cast['as']>>['decideReports']>[0]['body']['decision'],
): Promise<string | null> {
  const api = await stage.cast.as(by);
  const { outcomes } = await api.decideReports({ body: { references: [reference], decision } });
  const [outcome] = outcomes;
  if (outcome === undefined || outcome.refused !== null) {
    throw new Error(`${outcome?.refused ?? 'no outcome'}: ${outcome?.detail ?? ''}`);
  }
  return outcome.incident;
}

async function workCase(stage: Stage, thread: Thread, { by, does, report, text }: Of<'case'>) {
  const api = await stage.cast.as(by);
  const params = { reference: reportOf(thread, report).reference };
  if (does === 'note' || does === 'follow_up') {
    return api.writeCaseNote({ params, body: { kind: does, text } });
  }
  const telling = {
    acknowledge: api.acknowledgeCase,
    message: api.writeCaseMessage,
    feedback: api.giveCaseFeedback,
  };
  return telling[does]({ params, body: { text } });
}

async function tellReporters(stage: Stage, thread: Thread, act: Of<'feedback'>): Promise<void> {
  const api = await stage.cast.as(act.by);
  const { items } = await api.listFeedback({ params: incidentOf(thread) });
  const prepared = items.filter((item) => item.state === 'prepared' && item.occasion === act.occasion);
  if (prepared.length === 0) {
    throw new Error('No feedback is prepared');
  }
  for (const { id } of prepared) {
    if (act.skipReason === undefined) {
      await api.sendFeedback({
        params: { feedback: id },
        body: act.text === undefined ? {} : { text: act.text },
      });
    } else {
      await api.skipFeedback({ params: { feedback: id }, body: { reason: act.skipReason } });
    }
  }
}

const person = (stage: Stage, who: PersonKey) => stage.cast.id(who) as PersonId;
const people = (stage: Stage, who: readonly PersonKey[] = []) => who.map((each) => person(stage, each));

async function addTask(stage: Stage, thread: Thread, { by, task }: Of<'task'>): Promise<void> {
  const { accountable, consulted, due, informed, key, owner, title } = task;
  const api = await stage.cast.as(by);
  if (owner !== undefined && !permissionsOf(personOf(owner).roles).has('incidents.read')) {
    // Somebody who sees no incidents is invited to the one they work for.
    await api.setParticipant({
      params: { ...incidentOf(thread), person: person(stage, owner) },
      body: { role: 'participant' },
    });
  }
  const added = await api.addTask({
    params: incidentOf(thread),
    body: {
      title,
      ...(owner === undefined ? {} : { owner: person(stage, owner) }),
      ...(accountable === undefined ? {} : { accountable: person(stage, accountable) }),
      consulted: people(stage, consulted),
      informed: people(stage, informed),
      ...(due === undefined ? {} : { dueAt: instant(thread, due) }),
    },
  });
  if (key !== undefined) {
    thread.tasks.set(key, added.id);
  }
}

async function end(
  stage: Stage,
  thread: Thread,
  { by, ending }: Of<'close'>,
  after: string,
): Promise<Incident> {
  const { measures = [], ...words } = ending;
  const closedAt = Date.parse(instant(thread, after));
  return (await stage.cast.as(by)).closeIncident({
    params: incidentOf(thread),
    body: {
      ...words,
      measures: measures.map(({ dueDays, owner, title }) => ({
        title,
        owner: person(stage, owner),
        dueOn: new Date(closedAt + dueDays * DAY_MS).toISOString().slice(0, 10),
      })),
    },
  });
}

const performers: Performers = {
  report: (stage, thread, { key, report }) => arrive(stage, thread, key, report),
  mail: (stage, thread, act) =>
    mailArrives(stage.outside, thread, {
      key: act.report,
      mail: act.mail,
      at: new Date(instant(thread, (act as Step).after)),
    }),
  alert: (stage, thread, act) =>
    alertArrives(stage.outside, thread, act.report, act.payload(instant(thread, (act as Step).after))),
  classify: async (stage, thread, { act: _act, by, report, ...terms }) =>
    (await stage.cast.as(by)).classifyReports({
      body: {
        references: [reportOf(thread, report).reference],
        ...(terms.category === undefined ? {} : { category: terms.category }),
        ...(terms.qualification === undefined ? {} : { qualification: terms.qualification }),
      },
    }),
  case: workCase,
  accept: async (stage, thread, { by, confirm, into, report, restricted, severity, title }) => {
    const target = into === undefined ? null : threadOf(stage, into);
    const incident = await decide(stage, by, reportOf(thread, report).reference, {
      verb: 'accept',
      ...(target === null ? {} : { into: incidentOf(target).reference }),
      ...(title === undefined ? {} : { title }),
      ...(severity === undefined ? {} : { severity }),
      confirm: confirm ?? false,
      restricted: restricted ?? false,
    });
    if (target === null) {
      thread.incident = incident;
    }
  },
  declare: async (stage, thread, { by, restricted = false, severity, summary, title }) => {
    const declared = await (await stage.cast.as(by)).declareIncident({
      body: {
        title,
        restricted,
        ...(severity === undefined ? {} : { severity }),
        ...(summary === undefined ? {} : { summary }),
      },
    });
    thread.incident = declared.reference;
  },
  duplicate: (stage, thread, { by, of, report }) =>
    decide(stage, by, reportOf(thread, report).reference, {
      verb: 'duplicate',
      of: reportOf(thread, of).reference,
    }),
  decline: (stage, thread, { by, note, reason, report }) =>
    decide(stage, by, reportOf(thread, report).reference, {
      verb: 'decline',
      reason,
      ...(note === undefined ? {} : { note }),
    }),
  ask: (stage, thread, { by, report, text }) =>
    decide(stage, by, reportOf(thread, report).reference, { verb: 'ask', text }),
  write: async (stage, thread, { by, report, text }) =>
    (await stage.cast.as(by)).writeReportMessage({
      params: { reference: reportOf(thread, report).reference },
      body: { text },
    }),
  answer: async (stage, thread, { report, text }) => {
    const { id } = reportOf(thread, report);
    return told(
      await stage.database.change({ kind: 'reporter', reportId: id }, (changing) =>
        hearReporter(changing, id, text),
      ),
    );
  },
  snooze: (stage, thread, { by, report, until }) =>
    decide(stage, by, reportOf(thread, report).reference, { verb: 'snooze', until: instant(thread, until) }),
  facts: async (stage, thread, { by, facts }) => {
    const { functions, type, ...rest } = facts;
    return (await stage.cast.as(by)).changeIncident({
      params: incidentOf(thread),
      body: {
        ...rest,
        ...(type === undefined ? {} : { class: rsitClassOf(type), type }),
        ...(functions === undefined ? {} : { functions: [...functions] }),
      },
    });
  },
  moment: async (stage, thread, { at, by, certainty, moment, reason }) =>
    (await stage.cast.as(by)).setMoment({
      params: { ...incidentOf(thread), moment },
      body: { at: instant(thread, at), certainty, reason },
    }),
  participant: async (stage, thread, { by, person: who, role }) =>
    (await stage.cast.as(by)).setParticipant({
      params: { ...incidentOf(thread), person: person(stage, who) },
      body: { role },
    }),
  task: addTask,
  taskEnds: async (stage, thread, { by, state, task }) =>
    (await stage.cast.as(by)).changeTask({
      params: { task: thread.tasks.get(task) ?? '' },
      body: { state },
    }),
  note: async (stage, thread, { by, text }) =>
    (await stage.cast.as(by)).writeTimelineEntry({
      params: incidentOf(thread),
      body: { kind: 'note', text },
    }),
  entry: async (stage, thread, { at, by, certainty, side, text }) =>
    (await stage.cast.as(by)).writeTimelineEntry({
      params: incidentOf(thread),
      body: { kind: 'entry', text, occurredAt: instant(thread, at), certainty, side, inAccount: true },
    }),
  acknowledge: async (stage, thread, { by, note }) => {
    const api = await stage.cast.as(by);
    const { reference } = incidentOf(thread);
    const waiting = (await api.listAlerts()).items.find(({ incident }) => incident === reference);
    return api.acknowledgeAlert({ params: { alert: waiting?.id ?? '' }, body: { note } });
  },
  feedback: tellReporters,
  confirm: async (stage, thread, { act: _act, by, reason, severity }) =>
    (await stage.cast.as(by)).confirmIncident({
      params: incidentOf(thread),
      body: { ...(severity === undefined ? {} : { severity }), ...(reason === undefined ? {} : { reason }) },
    }),
  dismiss: async (stage, thread, { by, reason }) =>
    (await stage.cast.as(by)).dismissIncident({ params: incidentOf(thread), body: { reason } }),
  resolve: async (stage, thread, { by, whatWasDone }) =>
    (await stage.cast.as(by)).resolveIncident({ params: incidentOf(thread), body: { whatWasDone } }),
  close: (stage, thread, act) => end(stage, thread, act, (act as Step).after),
  reopen: async (stage, thread, { by, reason }) =>
    (await stage.cast.as(by)).reopenIncident({ params: incidentOf(thread), body: { reason } }),
  merge: async (stage, thread, { by, into, reason }) =>
    (await stage.cast.as(by)).mergeIncident({
      params: incidentOf(thread),
      body: { into: incidentOf(threadOf(stage, into)).reference, reason },
    }),
  measuresDone: async (stage, thread, { by, count }) => {
    const api = await stage.cast.as(by);
    const { measures } = await api.readIncident({ params: incidentOf(thread) });
    for (const { id } of measures.slice(0, count)) {
      await api.changeMeasure({ params: { measure: id }, body: { state: 'done' } });
    }
  },
};
