// SPDX-License-Identifier: Apache-2.0
import type { EntryStatus, LogEventClass } from '@belfry/contract';
import { cutText } from './attributes.ts';
import type { JsonObject } from './json-fields.ts';
import type { Draft } from './normal-form.ts';

type Meaning = readonly [LogEventClass, string, EntryStatus | null];

/** What the events of the security log mean, by id. */
const security = new Map<string, Meaning>([
  ['1102', ['event_log', 'clear', 'success']],
  ['4624', ['authentication', 'logon', 'success']],
  ['4625', ['authentication', 'logon', 'failure']],
  ['4634', ['authentication', 'logoff', 'success']],
  ['4647', ['authentication', 'logoff', 'success']],
  ['4648', ['authentication', 'logon with other credentials', null]],
  ['4656', ['file', 'request handle', null]],
  ['4657', ['registry_value', 'modify', 'success']],
  ['4658', ['file', 'close', 'success']],
  ['4660', ['file', 'delete', 'success']],
  ['4663', ['file', 'access', 'success']],
  ['4670', ['file', 'change permissions', 'success']],
  ['4672', ['authorize_session', 'assign privileges', 'success']],
  ['4673', ['authorize_session', 'use privilege', null]],
  ['4688', ['process', 'launch', 'success']],
  ['4689', ['process', 'terminate', 'success']],
  ['4697', ['service', 'install', 'success']],
  ['4698', ['scheduled_job', 'create', 'success']],
  ['4699', ['scheduled_job', 'delete', 'success']],
  ['4700', ['scheduled_job', 'enable', 'success']],
  ['4701', ['scheduled_job', 'disable', 'success']],
  ['4702', ['scheduled_job', 'update', 'success']],
  ['4719', ['event_log', 'change audit policy', 'success']],
  ['4720', ['account_change', 'create', 'success']],
  ['4722', ['account_change', 'enable', 'success']],
  ['4723', ['account_change', 'password change', null]],
  ['4724', ['account_change', 'password reset', null]],
  ['4725', ['account_change', 'disable', 'success']],
  ['4726', ['account_change', 'delete', 'success']],
  ['4728', ['group_management', 'add user', 'success']],
  ['4729', ['group_management', 'remove user', 'success']],
  ['4732', ['group_management', 'add user', 'success']],
  ['4733', ['group_management', 'remove user', 'success']],
  ['4738', ['account_change', 'change', 'success']],
  ['4740', ['account_change', 'lock', 'success']],
  ['4756', ['group_management', 'add user', 'success']],
  ['4757', ['group_management', 'remove user', 'success']],
  ['4767', ['account_change', 'unlock', 'success']],
  ['4768', ['authentication', 'kerberos authentication', null]],
  ['4769', ['authentication', 'kerberos service', null]],
  ['4771', ['authentication', 'kerberos authentication', 'failure']],
  ['4776', ['authentication', 'logon', null]],
  ['4798', ['group_management', 'list', 'success']],
  ['4799', ['group_management', 'list', 'success']],
  ['5136', ['entity_management', 'modify', 'success']],
  ['5140', ['smb', 'open share', 'success']],
  ['5145', ['smb', 'check share', null]],
  ['5156', ['network', 'open', 'success']],
  ['5157', ['network', 'open', 'failure']],
  ['5158', ['network', 'listen', 'success']],
]);

const sysmon = new Map<string, Meaning>([
  ['1', ['process', 'launch', 'success']],
  ['2', ['file', 'set times', 'success']],
  ['3', ['network', 'open', 'success']],
  ['5', ['process', 'terminate', 'success']],
  ['6', ['kernel_extension', 'load', 'success']],
  ['7', ['module', 'load', 'success']],
  ['8', ['process', 'inject', 'success']],
  ['9', ['file', 'raw read', 'success']],
  ['10', ['process', 'open', 'success']],
  ['11', ['file', 'create', 'success']],
  ['12', ['registry_key', 'create or delete', 'success']],
  ['13', ['registry_value', 'set', 'success']],
  ['14', ['registry_key', 'rename', 'success']],
  ['15', ['file', 'create stream', 'success']],
  ['22', ['dns', 'query', null]],
  ['23', ['file', 'delete', 'success']],
  ['25', ['process', 'tamper', 'success']],
  ['26', ['file', 'delete', 'success']],
]);

const system = new Map<string, Meaning>([
  ['104', ['event_log', 'clear', 'success']],
  ['7036', ['service', 'change state', 'success']],
  ['7040', ['service', 'change start', 'success']],
  ['7045', ['service', 'install', 'success']],
]);

const script: Meaning = ['script', 'run', null];

function meaningOf(id: string, channel: string): Meaning | undefined {
  if (channel.endsWith('Sysmon/Operational')) return sysmon.get(id);
  if (channel.includes('PowerShell')) return script;
  return channel.toLowerCase() === 'system' ? system.get(id) : security.get(id);
}

const succeeded = new Set(['0x0', '0x00000000']);

/** Says what kind of event it is, and how it ended where its id or its status tells. */
export function classify(form: Draft, said: JsonObject): void {
  const meaning = meaningOf(form.msgid ?? '', form.channel ?? '');
  if (meaning === undefined) return;
  form.eventClass = meaning[0];
  form.activity = meaning[1];
  form.status = meaning[2];
  const code = said['Status'];
  if (form.status !== null || typeof code !== 'string' || !code.startsWith('0x')) return;
  form.status = succeeded.has(code) ? 'success' : 'failure';
  if (form.status === 'failure') form.cause = cutText(code, 32);
}
