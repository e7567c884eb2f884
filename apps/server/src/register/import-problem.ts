// SPDX-License-Identifier: Apache-2.0
import {
  cutText,
  type ImportProblem,
  incidentStatuses,
  rootCauseClasses,
  severities,
  storableText,
  tlpLabels,
} from '@belfry/contract';

interface Advice {
  readonly whatToDo: string;
  /** Whether the row cannot come in; otherwise the cell is left out and the record keeps it as it stands. */
  readonly stops: boolean;
}

/** What can be wrong with a row, and the next step. The words are stable; screens translate by them. */
const advice: Record<string, Advice> = {
  'title.missing': { whatToDo: 'Write a title of one line, at most 300 characters', stops: true },
  'text.too_long': { whatToDo: 'Shorten it to the limit', stops: true },
  'text.not_storable': { whatToDo: 'Remove the NUL character or the broken character', stops: true },
  'row.too_long': {
    whatToDo: 'The row has more cells than the header: put cells that hold the separator in quotes',
    stops: true,
  },
  'status.unknown': {
    whatToDo: `Write one of: ${incidentStatuses.join(', ')}; or leave the column out`,
    stops: true,
  },
  'severity.unknown': {
    whatToDo: `Write one of: ${severities.join(', ')}; or leave the column out`,
    stops: true,
  },
  'personal_data.unknown': { whatToDo: 'Write yes, no or unknown; or leave the column out', stops: true },
  // Taking an unknown word for "not restricted" would open what somebody meant to close.
  'restricted.unknown': { whatToDo: 'Write yes or no', stops: true },
  'tlp.unknown': { whatToDo: `Write one of: ${tlpLabels.join(', ')}`, stops: true },
  'class.unknown': { whatToDo: 'It is left out; write an RSIT class to keep it', stops: false },
  'type.unknown': { whatToDo: 'It is left out; write an RSIT type to keep it', stops: false },
  'root_cause_class.unknown': {
    whatToDo: `It is left out; write one of: ${rootCauseClasses.join(', ')}`,
    stops: false,
  },
  'lead.unknown': {
    whatToDo: 'The lead is left out; write the name or mail address of one active person',
    stops: false,
  },
  'moment.not_readable': { whatToDo: 'Write it as 2026-11-21 14:05 or 21/11/2026 14:05', stops: true },
  'moment.no_such_day': {
    whatToDo: 'Write a day that exists, with the day before the month or as 2026-11-21',
    stops: true,
  },
  'moment.in_the_future': { whatToDo: 'Write a moment in the past', stops: true },
  'moment.too_early': { whatToDo: 'Write the year with four digits, 1990 or later', stops: true },
  'merged_into.missing': {
    whatToDo: 'Write the number of the row it was merged into, or another status',
    stops: true,
  },
  'merged_into.not_in_file': {
    whatToDo: 'Add the row with this number to the file, or write another status',
    stops: true,
  },
  'merged_into.circle': {
    whatToDo: 'Let one of the rows that are merged into each other stand by itself',
    stops: true,
  },
};

const VALUE_CHARACTERS_MAX = 80;

export function cellProblem(
  line: number,
  column: string | null,
  value: string | null,
  problem: string,
  limit = '',
): ImportProblem {
  const known = advice[problem];
  if (known === undefined) {
    throw new Error(`Cannot name the problem "${problem}": it has no advice`);
  }
  return {
    line,
    column,
    value: value === null ? null : cutText(storableText(value), VALUE_CHARACTERS_MAX, '…'),
    problem,
    whatToDo: limit === '' ? known.whatToDo : `${known.whatToDo}: ${limit} characters`,
    stops: known.stops,
  };
}
