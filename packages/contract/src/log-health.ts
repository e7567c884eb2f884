// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { severities } from './classification.ts';
import { instant, pageOf, pageQuery, personShown, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { clockStates, logAlarmKinds, logName, logTransports } from './log.ts';
import type { Permission, Role } from './permissions.ts';
import { route } from './route.ts';

/** How full the disk is: well below, 80 percent, 90 percent, or so full that nothing more is taken. */
export const diskLevels = ['good', 'warn', 'alarm', 'closed'] as const;
/** What a verification says in the end; the words of `belfry verify`. */
export const logVerdicts = ['intact', 'altered', 'unchecked', 'unanchored'] as const;
/** Where a verification stands. */
export const verificationStates = ['never', 'running', 'done', 'failed'] as const;
/** Whom alarms are mailed to unless they choose otherwise; everybody else with `log.health` may choose to be told. */
export const rolesToldOfLogAlarms = ['log_owner', 'it_responsible'] as const satisfies readonly Role[];
export const logAlarmPermission = 'log.health' satisfies Permission;

export const logAlarm = z
  .strictObject({
    id: z.uuid().describe('Identifier'),
    kind: z.enum(logAlarmKinds).describe('What is wrong'),
    subject: z.string().describe('What it is about: a source, a log, a receiver'),
    name: z.string().describe('Name to show for it'),
    severity: z.enum(severities).describe('How bad it is'),
    facts: z.record(z.string(), z.union([z.string(), z.number()])).describe('What was found, by name'),
    raisedAt: instant.describe('When it was noticed'),
    lastSeenAt: instant.describe('When it was noticed last'),
    clearedAt: instant.nullable().describe('When it was over; null while it is not'),
    acknowledgedAt: instant.nullable().describe('When somebody took it'),
    acknowledgedBy: personShown.nullable().describe('Who'),
    note: z.string().describe('What they said'),
    toldCount: z.number().int().describe('How often people were told by mail'),
    toldAt: instant.nullable().describe('When last'),
  })
  .describe('An alarm of the logbook itself')
  .meta({ id: 'LogAlarm' });
export type LogAlarm = z.infer<typeof logAlarm>;

const logHealthOfLog = z
  .strictObject({
    log: logName,
    size: z.number().int().describe('Entries under the newest checkpoint'),
    checkpointAt: instant.nullable().describe('When the newest checkpoint was written'),
    isSignatureValid: z.boolean().describe('Whether its signature holds under the keys of this house'),
    vkeys: z.array(z.string()).describe('Verifier keys, to hand to an auditor (C2SP signed-note)'),
    timeStamp: z
      .strictObject({
        at: instant.describe('When, as the authority says'),
        authority: z.string().describe('Name of the authority'),
        size: z.number().int().describe('Entries under the checkpoint it stamped'),
      })
      .nullable()
      .describe('The newest time-stamp; null when there is none'),
  })
  .describe('One log');

export const logVerification = z
  .strictObject({
    state: z.enum(verificationStates).describe('Where it stands'),
    startedAt: instant.nullable().describe('When the last one began'),
    finishedAt: instant.nullable().describe('When the last one that ended did'),
    progress: z.number().describe('Share of all entries that is checked while it runs, 0 to 1'),
    entries: z.number().int().describe('Entries the last one that ended has checked'),
    logs: z
      .array(
        z
          .strictObject({
            log: logName,
            verdict: z.enum(logVerdicts).describe('Verdict'),
            size: z.number().int().describe('Entries checked'),
            findings: z.array(z.string()).describe('What was found, in words of `belfry verify`; at most 20'),
          })
          .describe('One log'),
      )
      .describe('What the last one that ended found'),
    failure: z.string().nullable().describe('Why it could not be done'),
  })
  .describe('The last verification of everything that is sealed')
  .meta({ id: 'LogVerification' });
export type LogVerification = z.infer<typeof logVerification>;

const figures = z
  .strictObject({
    startedAt: instant.describe('When the log process started'),
    entriesPerSecond: z.number().describe('Entries taken a second, over the last minute'),
    bytesPerSecond: z.number().describe('Bytes taken a second, over the last minute'),
    receivedSeq: z.number().int().describe('Number of the last entry on disk'),
    sealedSeq: z.number().int().describe('Number of the last entry under a checkpoint, as all before it'),
    sealDelayMs: z.number().describe('How long the oldest entry waits to be sealed; 0 when none does'),
    publishedAt: instant.nullable().describe('When the last checkpoint of any log was published'),
    isOpen: z.boolean().describe('Whether entries are taken'),
    disk: z
      .strictObject({
        level: z.enum(diskLevels).describe('How full'),
        usedPercent: z.number().describe('Used, in percent'),
        freeBytes: z.number().describe('Free'),
        daysLeft: z
          .number()
          .nullable()
          .describe('Days until nothing more is taken, at the present rate; null when it does not shrink'),
      })
      .describe('Disk of the data directory'),
    index: z
      .strictObject({
        isRunning: z.boolean().describe('Whether the search engine answers'),
        isRebuilding: z.boolean().describe('Whether it is built anew'),
        behind: z.number().int().describe('Sealed entries that are not indexed'),
        delayMs: z.number().describe('How far the newest indexed entry is behind'),
      })
      .describe('The search index'),
    detection: z
      .strictObject({
        isRunning: z.boolean().describe('Whether rules are run'),
        isHeld: z.boolean().describe('Whether it waits until hits are taken up'),
        behind: z
          .number()
          .int()
          .nullable()
          .describe('Sealed entries no rule was asked about; null before it has found its place'),
        delayMs: z.number().describe('How far the newest entry that was looked at is behind'),
        rules: z.number().int().describe('Rules and correlations that run'),
        refused: z.number().int().describe('Documents that are active and cannot be run'),
        hits: z.number().int().describe('Hits since detection was begun'),
        evicted: z
          .number()
          .int()
          .describe('What correlations and keys had to leave out for want of room, since then'),
        late: z.number().int().describe('Entries that came too late to be counted with others, since then'),
        gone: z.number().int().describe('Sealed entries that could not be read, since then'),
      })
      .describe('Detection: rules that are run over what is sealed'),
    logs: z.array(logHealthOfLog).describe('Every log'),
    timeStamps: z
      .strictObject({
        authorities: z.number().int().describe('Authorities that are configured'),
        due: z.number().int().describe('Checkpoints that wait for one'),
      })
      .describe('Time-stamps (RFC 3161)'),
    witnesses: z
      .array(
        z
          .strictObject({
            name: z.string().describe('Name in its key'),
            cosignedAt: instant.nullable().describe('Newest cosignature; null when there is none'),
          })
          .describe('A witness'),
      )
      .describe('Witnesses that are configured'),
    clock: z
      .strictObject({
        state: z.enum(clockStates).describe('What our clock is worth'),
        offsetMs: z
          .number()
          .nullable()
          .describe('How far it is ahead of the approved source; null when nothing answers'),
        comparedAt: instant.nullable().describe('When it was compared last'),
        servers: z
          .array(
            z
              .strictObject({
                server: z.string().describe('Address'),
                offsetMs: z.number().nullable().describe('How far we are ahead of it'),
                roundTripMs: z.number().nullable().describe('How long its answer took'),
                stratum: z.number().int().nullable().describe('Its distance to a reference clock'),
                failure: z.string().nullable().describe('Why its answer was not taken'),
              })
              .describe('A time source'),
          )
          .describe('Approved sources'),
      })
      .describe('The clock against an approved external source'),
    receivers: z
      .array(
        z
          .strictObject({
            transport: z.enum(logTransports).describe('Way in'),
            port: z.number().int().nullable().describe('Port; null while it cannot listen'),
          })
          .describe('A receiver'),
      )
      .describe('Receivers with ports of their own'),
    refusals: z
      .array(
        z
          .strictObject({
            receiver: z.enum(logTransports).describe('Way in'),
            reason: z.string().describe('Why'),
            count: z.number().int().describe('How often since the start'),
          })
          .describe('What was refused or cut'),
      )
      .describe('What was refused or cut since the start, most often first'),
    verification: logVerification,
  })
  .describe('Figures of the log process')
  .meta({ id: 'LogFigures' });
export type LogFigures = z.infer<typeof figures>;

export const readLogHealth = route({
  id: 'log_health.read',
  method: 'GET',
  path: '/api/v1/log/health',
  guard: 'log.health',
  summary: 'Read whether the logbook is sound, and the figures behind that',
  response: z
    .strictObject({
      at: instant.describe('When these figures were read'),
      isSound: z.boolean().describe('Whether the log runs, takes entries, and no alarm is open'),
      openAlarms: z.number().int().describe('Alarms that are open'),
      figures: figures.nullable().describe('Null while the log process does not answer'),
      isTold: z.boolean().describe('Whether the caller is told of alarms by mail'),
    })
    .meta({ id: 'LogHealth' }),
});

export const listLogAlarms = route({
  id: 'log_alarms.list',
  method: 'GET',
  path: '/api/v1/log/alarms',
  guard: 'log.health',
  summary: 'List alarms of the logbook itself, newest first',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .enum(['open', 'waiting', 'over', 'any'])
      .default('any')
      .describe('Which ones; waiting are open and taken by nobody'),
  }),
  response: pageOf(logAlarm),
  problems: ['request.not_valid'],
});

export const acknowledgeLogAlarm = route({
  id: 'log_alarms.acknowledge',
  method: 'POST',
  path: '/api/v1/log/alarms/{alarm}/acknowledge',
  guard: 'log.health',
  summary: 'Say that you have it; nobody is told of it again while it stays as bad as it is',
  params: z.object({ alarm: z.uuid().describe('The alarm') }),
  body: z.strictObject({ note: text(limits.reasonCharactersMax, 'What you will do').optional() }).default({}),
  response: logAlarm,
  problems: ['log_alarm.not_found', 'log_alarm.already_taken'],
});

export const tellLogAlarms = route({
  id: 'log_alarms.tell',
  method: 'PUT',
  path: '/api/v1/log/alarms/told',
  guard: 'log.health',
  summary: 'Choose whether you are told of alarms by mail',
  body: z.strictObject({ isTold: z.boolean().describe('Whether you are') }),
  response: z.strictObject({ isTold: z.boolean().describe('Whether you are') }),
});

export const verifyLog = route({
  id: 'log_health.verify',
  method: 'POST',
  path: '/api/v1/log/verification',
  guard: 'log.health',
  summary: 'Verify everything that is sealed, now; one that runs already goes on',
  body: z.strictObject({}).default({}),
  status: 202,
  response: logVerification,
  problems: ['log.not_running'],
});

export const logHealthRoutes = {
  readLogHealth,
  listLogAlarms,
  acknowledgeLogAlarm,
  tellLogAlarms,
  verifyLog,
} as const;
