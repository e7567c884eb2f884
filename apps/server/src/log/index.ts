// SPDX-License-Identifier: Apache-2.0
export { clearAlarm, nameOfSubject, raiseAlarm, tellAgainAt } from './alarms/index.ts';
export { askServer } from './clock/ask-server.ts';
export {
  type CompiledDocuments,
  compileDocuments,
  type DocumentProblemCode,
  type RefusedDocument,
} from './detection/compile-documents.ts';
export type { ActiveDocument, EntryEvent, EntryPlace, FoundHits } from './detection/detection.ts';
export { eventOfSample } from './detection/event-of-sample.ts';
export { type RuleExtras, type RuleSample, readRuleExtras } from './detection/rule-extras.ts';
export type { EntryAnswer, KeysAnswer, RecordAnswer, RecordStateAnswer } from './entry-shapes.ts';
export type {
  AroundAnswer,
  CountAnswer,
  FieldsAnswer,
  FoundEntry,
  HistogramAnswer,
  ParsedAnswer,
  SearchAnswer,
  SearchRefused,
  TailEvent,
} from './index/search-shapes.ts';
export { plainAddress, readNetwork, unknownSenderId } from './receive/sender-address.ts';
export { tokenHash } from './receive/source-table.ts';
export type { SourcesAnswer } from './receive/source-watch.ts';
