// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  certainties,
  declineReasons,
  detectionLevels,
  entryStatuses,
  events,
  findingStates,
  findingVerdicts,
  huntFailures,
  huntStates,
  imapAuthentications,
  imapSecurities,
  incidentStatuses,
  incomingMailNatures,
  languages,
  logEventClasses,
  logFieldGroups,
  logFields,
  mailboxPurposes,
  mailboxSecretNames,
  mailboxWays,
  mailOddities,
  personalDataFlags,
  problemCodes,
  registerColumns,
  reportChannels,
  reportKinds,
  reportStates,
  rootCauseClasses,
  rsitClasses,
  rsitTypes,
  severities,
  suppressionKinds,
  syslogSeverities,
  timeQualities,
  transitions,
} from '@belfry/contract';
import { IntlMessageFormat } from 'intl-messageformat';

const sourceDir = fileURLToPath(new URL('..', import.meta.url));
const nouns = readdirSync(join(sourceDir, 'messages/en')).filter((name) => name.endsWith('.json'));

function messagesOf(language: string, noun: string): Record<string, string> {
  return JSON.parse(readFileSync(join(sourceDir, 'messages', language, noun), 'utf8')) as Record<
    string,
    string
  >;
}

/** Names of the values a message takes, however deep they stand. */
function placeholders(message: string): string[] {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(walk);
    } else if (typeof node === 'object' && node !== null) {
      const { type, value, options, children } = node as Record<string, unknown>;
      // Type 0 is plain text and 7 the number sign; the others name a value.
      if (type !== 0 && type !== 7 && typeof value === 'string') {
        names.add(value);
      }
      walk(children);
      for (const option of Object.values((options as Record<string, { value: unknown }>) ?? {})) {
        walk(option.value);
      }
    }
  };
  walk(new IntlMessageFormat(message, 'en').getAst());
  return [...names].sort();
}

const english = new Map(
  nouns.flatMap((noun) =>
    Object.entries(messagesOf('en', noun)).map(([id, text]) => [`${noun.slice(0, -5)}:${id}`, text] as const),
  ),
);

describe('messages', () => {
  for (const language of languages) {
    it(`${language} has every message, with the same values to fill in`, () => {
      const files = readdirSync(join(sourceDir, 'messages', language)).filter((name) =>
        name.endsWith('.json'),
      );
      assert.deepEqual(files.sort(), [...nouns].sort());
      for (const noun of nouns) {
        const own = messagesOf(language, noun);
        const reference = messagesOf('en', noun);
        assert.deepEqual(Object.keys(own).sort(), Object.keys(reference).sort(), `${language}/${noun}`);
        for (const [id, text] of Object.entries(own)) {
          assert.notEqual(text.trim(), '', `${language}/${noun} ${id} is empty`);
          assert.deepEqual(
            placeholders(text),
            placeholders(reference[id] ?? ''),
            `${language}/${noun} ${id}`,
          );
        }
      }
    });

    it(`${language} has no straight apostrophe, which would switch ICU syntax off`, () => {
      const found = nouns.flatMap((noun) =>
        Object.entries(messagesOf(language, noun))
          .filter(([, text]) => text.includes("'"))
          .map(([id]) => `${noun} ${id}`),
      );
      assert.deepEqual(found, []);
    });
  }

  it('every message a screen names exists', () => {
    const missing: string[] = [];
    for (const file of sourceFiles(sourceDir)) {
      const source = readFileSync(file, 'utf8');
      for (const [, id] of source.matchAll(/['"`]([a-z_]+:[a-zA-Z0-9_.-]+)['"`]/g)) {
        const noun = id?.split(':', 1)[0] ?? '';
        if (id !== undefined && nouns.includes(`${noun}.json`) && !isKnown(id)) {
          missing.push(`${id} in ${file.slice(sourceDir.length)}`);
        }
      }
      for (const [, prefix] of source.matchAll(/t\(\s*`([a-z_]+:[a-zA-Z0-9_.-]*)\$\{/g)) {
        if (prefix !== undefined && ![...english.keys()].some((id) => id.startsWith(prefix))) {
          missing.push(`${prefix}… in ${file.slice(sourceDir.length)}`);
        }
      }
    }
    assert.deepEqual(missing, []);
  });

  it('every value of the contract that screens show has words', () => {
    const wanted = [
      ...events.map((one) => `events:${one}`),
      ...problemCodes.flatMap((one) => [`problems:${one}.title`, `problems:${one}.whatToDo`]),
      ...incidentStatuses.map((one) => `words:status.${one}`),
      ...severities.flatMap((one) => [`words:severity.${one}`, `words:severity_means.${one}`]),
      ...reportStates.map((one) => `words:report_state.${one}`),
      ...reportKinds.map((one) => `words:report_kind.${one}`),
      ...reportChannels.map((one) => `words:channel.${one}`),
      ...detectionLevels.map((one) => `words:level.${one}`),
      ...huntStates.map((one) => `hunts:state.${one}`),
      ...huntFailures.map((one) => `hunts:failed.${one}`),
      ...findingStates.flatMap((one) => [`words:finding_state.${one}`, `findings:state.${one}`]),
      ...findingVerdicts.map((one) => `words:verdict.${one}`),
      ...suppressionKinds.map((one) => `words:suppression_kind.${one}`),
      ...mailOddities.map((one) => `reading:oddity.${one}`),
      ...incomingMailNatures.filter((one) => one !== 'person').map((one) => `reading:nature.${one}`),
      ...mailboxPurposes.map((one) => `mailboxes:purpose.${one}`),
      ...mailboxWays.map((one) => `mailboxes:way.${one}`),
      ...imapSecurities.map((one) => `mailboxes:security.${one}`),
      ...imapAuthentications.map((one) => `mailboxes:authentication.${one}`),
      ...mailboxSecretNames.map((one) => `mailboxes:secret.${one}`),
      ...declineReasons.map((one) => `words:decline.${one}`),
      ...certainties.map((one) => `words:certainty.${one}`),
      ...personalDataFlags.map((one) => `words:personal_data.${one}`),
      ...rootCauseClasses.map((one) => `words:root_cause.${one}`),
      ...rsitClasses.map((one) => `words:class.${one}`),
      ...rsitTypes.map((one) => `words:type.${one}`),
      ...registerColumns.map((one) => `register:fact.${one}`),
      ...logFields.map((one) => `log-fields:${one.name}`),
      ...logFieldGroups.map((one) => `log-fields:group.${one.group}`),
      ...Object.keys(logEventClasses).map((one) => `log-fields:class.${one}`),
      ...timeQualities.map((one) => `log-fields:timeQuality.${one}`),
      ...entryStatuses.map((one) => `log-fields:status.${one}`),
      ...syslogSeverities.map((_, number) => `log-fields:severity.${number}`),
      ...transitions.flatMap((one) => [`incidents:step.${one}`, `incidents:step.${one}.needs`]),
    ];
    assert.deepEqual(
      wanted.filter((id) => !english.has(id)),
      [],
    );
  });
});

/** A whole id, or the beginning of ids that a value completes. */
function isKnown(id: string): boolean {
  return english.has(id) || [...english.keys()].some((known) => known.startsWith(`${id}.`));
}

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      return sourceFiles(path);
    }
    return /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : [];
  });
}
