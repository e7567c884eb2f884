// SPDX-License-Identifier: Apache-2.0
export type { EntryAnswer, KeysAnswer } from './entry-shapes.ts';
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
