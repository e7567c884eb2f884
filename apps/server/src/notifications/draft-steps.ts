// SPDX-License-Identifier: Apache-2.0
import {
  asLanguage,
  type FieldChange,
  isRefusal,
  type Language,
  languages,
  type Refusal,
  refuse,
  type Tlp,
} from '@belfry/contract';
import { checkContent, fieldsOf, formOf, regimes } from '@belfry/regimes';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Changing } from '../platform/database/database.ts';
import { nextReference } from '../platform/database/next-reference.ts';
import { houseOf } from './known-store.ts';
import { type Addressee, mergeContent, type NotificationLineState, type Written } from './notification.ts';
import { beginningOf } from './notification-facts.ts';
import type { NotificationParts } from './notification-parts.ts';
import {
  findOpen,
  insertNotification,
  neighboursOf,
  obligationOf,
  writeNotification,
} from './notification-store.ts';
import { examine, knownFor, lockedIn } from './present-notification.ts';

/** How the record names a notification. */
export function about(notification: NotificationLineState) {
  return {
    subject: { kind: 'notification', id: notification.id, reference: notification.reference },
    incident: { id: notification.incidentId, reference: notification.incidentReference },
  };
}

/** The language of the filing: the first one of the authority that this desk writes, else the house's own. */
function languageFor(addressee: Addressee | null, house: readonly string[]): Language {
  const wanted = [...(addressee?.languages ?? []), ...house];
  return asLanguage(wanted.find((each) => languages.some((known) => known === each)) ?? 'en');
}

interface StageWanted {
  readonly regimeId: string;
  readonly stageId: string;
  readonly occurrence: number;
}

function reasonNoNotice(wanted: StageWanted): Refusal<'notification.stage_unknown'> | null {
  const { regimeId, stageId } = wanted;
  const stage = regimes.find(({ id }) => id === regimeId)?.stages.find(({ id }) => id === stageId);
  if (stage === undefined) return refuse('notification.stage_unknown', `Looked for ${regimeId}.${stageId}`);
  return stage.duty === 'expected'
    ? refuse('notification.stage_unknown', `${regimeId}.${stageId} comes from the authority`)
    : null;
}

/**
 * Begins the draft of a stage, filled from what is known. Where one is open already, it is that one: two people who
 * begin at once work on the same, because the incident stays locked until commit.
 */
export async function beginNotification(
  changing: Changing & { readonly actor: PersonActor },
  parts: NotificationParts,
  incidentReference: string,
  wanted: StageWanted,
): Promise<
  | { reference: string }
  | Refusal<'incident.not_found' | 'notification.stage_unknown' | 'incident.status_does_not_allow'>
> {
  const { actor, ids, now, sql } = changing;
  const noNotice = reasonNoNotice(wanted);
  const form = formOf(wanted.regimeId, wanted.stageId);
  if (noNotice !== null || form === null) return noNotice ?? refuse('notification.stage_unknown');
  const incident = await parts.incidentForChange(changing, incidentReference);
  if (isRefusal(incident)) return incident;
  if (incident.status === 'merged' || incident.status === 'dismissed') {
    return refuse('incident.status_does_not_allow', `${incidentReference} is ${incident.status}`);
  }
  const open = await findOpen(sql, incident.id, wanted);
  if (open !== null) return open;
  const house = await houseOf(sql);
  const { regimeId, stageId } = wanted;
  const addressee = await parts.addresseeFor(sql, { regimeId, stageId, country: house.country });
  const language = languageFor(addressee, house.languages);
  const of = { ...wanted, incidentId: incident.id, begunBy: actor.id, language };
  const known = await knownFor(sql, parts, of);
  if (known === null) return refuse('incident.not_found', `Looked for ${incidentReference}`);
  const reference = await nextReference(sql, 'NOT', now);
  const id = ids.uuid();
  const content = beginningOf(form, known, await neighboursOf(sql, incident.id, null));
  const begun = {
    ...wanted,
    id,
    reference,
    incidentId: incident.id,
    obligationId: (await obligationOf(sql, incident.id, wanted))?.id ?? null,
    authorityId: addressee?.id ?? null,
    language,
    tlp: known.incident.tlp,
    content,
    begunBy: actor.id,
  };
  await insertNotification(sql, begun, now);
  changing.record({
    event: 'notification.begun',
    subject: { kind: 'notification', id, reference },
    incident: { id: incident.id, reference: incident.reference },
    changes: [
      { field: 'stage', from: null, to: `${regimeId}.${stageId}` },
      { field: 'authority', from: null, to: addressee?.name ?? null },
      { field: 'prefilled', from: null, to: Object.keys(content) },
    ],
  });
  return { reference };
}

export interface Change {
  readonly version: number;
  readonly fields: Readonly<Record<string, Written>>;
  readonly language?: Language | undefined;
  readonly tlp?: Tlp | undefined;
  readonly authority?: string | null | undefined;
}

const EDITABLE = ['draft', 'proposed', 'approved'] as const;

/** What a change does to an approval: nobody approved these words, so nobody may send them. */
const unapproved = {
  state: 'draft',
  proposed_at: null,
  proposed_by: null,
  approved_at: null,
  approved_by: null,
  approved_digest: null,
  reassertion_id: null,
} as const;

/** Saves what somebody wrote. Anything that changes takes a proposal or an approval back. */
export async function changeNotification(
  changing: Changing & { readonly actor: PersonActor },
  parts: NotificationParts,
  reference: string,
  change: Change,
): Promise<null | Refusal<
  | 'notification.not_found'
  | 'notification.state_does_not_allow'
  | 'notification.field_changed_meanwhile'
  | 'notification.field_not_valid'
  | 'authority.not_found'
>> {
  const { actor, now, sql } = changing;
  const notification = await lockedIn(sql, reference, EDITABLE);
  if (isRefusal(notification)) return notification;
  const { form } = await examine(sql, parts, notification);
  const merged = mergeContent(form, notification, change.fields, change.version);
  if (isRefusal(merged)) return merged;
  const authority = change.authority == null ? null : await parts.addresseeById(sql, change.authority);
  if (change.authority != null && authority === null) {
    return refuse('authority.not_found', `Looked for ${change.authority}`);
  }
  const settings = settingChanges(notification, change, authority);
  const changes = [
    ...merged.changes.map(({ field, from, to }) => ({ field: `content.${field}`, from, to })),
    ...settings,
  ];
  if (changes.length === 0) return null;
  await writeNotification(sql, notification.id, {
    ...(notification.state === 'draft' ? {} : unapproved),
    content: merged.content,
    language: change.language ?? notification.language,
    tlp: change.tlp ?? notification.tlp,
    authority_id: change.authority === undefined ? notification.authorityId : change.authority,
    changed_at: now,
    changed_by: actor.id,
  });
  const state =
    notification.state === 'draft' ? [] : [{ field: 'state', from: notification.state, to: 'draft' }];
  changing.record({ event: 'notification.changed', ...about(notification), changes: [...changes, ...state] });
  return null;
}

function settingChanges(
  notification: NotificationLineState,
  { authority: authorityId, language, tlp }: Change,
  authority: Addressee | null,
): FieldChange[] {
  const changed: FieldChange[] = [];
  const add = (field: string, from: string | null, to: string | null) => {
    if (from !== to) changed.push({ field, from, to });
  };
  if (language !== undefined) add('language', notification.language, language);
  if (tlp !== undefined) add('tlp', notification.tlp, tlp);
  if (authorityId !== undefined && authorityId !== notification.authorityId) {
    changed.push({ field: 'authority', from: notification.authorityName, to: authority?.name ?? null });
  }
  return changed;
}

/** Whether a comment may be about it: a field of the form, or the whole. */
export function isFieldOf({ regimeId, stageId }: NotificationLineState, field: string | null): boolean {
  const form = formOf(regimeId, stageId);
  return field === null || (form !== null && fieldsOf(form).some(({ id }) => id === field));
}

/** Proposes what stands, once everything the law asks for is there. */
export async function proposeNotification(
  changing: Changing & { readonly actor: PersonActor },
  parts: NotificationParts,
  reference: string,
  version: number,
): Promise<null | Refusal<
  | 'notification.not_found'
  | 'notification.state_does_not_allow'
  | 'notification.changed_meanwhile'
  | 'notification.fields_missing'
>> {
  const { actor, now, sql } = changing;
  const notification = await lockedIn(sql, reference, ['draft']);
  if (isRefusal(notification)) return notification;
  if (notification.version !== version) {
    return refuse(
      'notification.changed_meanwhile',
      `Version ${notification.version} stands; seen was ${version}`,
    );
  }
  const { form } = await examine(sql, parts, notification);
  const wrong = checkContent(form, notification.content).filter(
    ({ problem }) => problem !== 'too_long_for_portal',
  );
  if (wrong.length > 0) {
    return refuse(
      'notification.fields_missing',
      `${wrong.length} fields`,
      wrong.map(({ field, problem }) => ({
        pointer: `/fields/${field}`,
        code: problem,
        detail: `${field}: ${problem}`,
      })),
    );
  }
  await writeNotification(sql, notification.id, {
    state: 'proposed',
    proposed_at: now,
    proposed_by: actor.id,
  });
  changing.record({
    event: 'notification.proposed',
    ...about(notification),
    changes: [{ field: 'state', from: 'draft', to: 'proposed' }],
  });
  return null;
}
