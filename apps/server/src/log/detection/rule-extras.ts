// SPDX-License-Identifier: Apache-2.0
import { type Language, languages } from '@belfry/contract';
import { timespanMs } from '@belfry/sigma';
import { z } from 'zod';

/** Something a rule was written for: events that have to be found, or have to be left alone. */
export interface RuleSample {
  /** One event for a rule, a sequence for a correlation. */
  readonly events: readonly SampleEvent[];
}

export interface SampleEvent {
  /** A line as it comes, or the fields of an event. */
  readonly event: string | Readonly<Record<string, unknown>>;
  /** Behind the first of its sample, in milliseconds. */
  readonly atMs: number;
}

export interface RuleWords {
  readonly title: string;
  readonly description: string;
}

/** What a rule says under `belfry:`, beyond Sigma. */
export interface RuleExtras {
  /** Fields whose values tell one finding of the rule from another. */
  readonly groupBy: readonly string[];
  /** How long hits with one key are one finding, in milliseconds. */
  readonly windowMs: number;
  readonly samples: { readonly matches: readonly RuleSample[]; readonly misses: readonly RuleSample[] };
  /** Clauses it is there for, such as LM-13. */
  readonly purpose: readonly string[];
  /** Title and description in other languages than that of the document, for reports of its findings. */
  readonly words: Readonly<Partial<Record<Language, RuleWords>>>;
}

/** Bounds of what a rule may ask of us, as counts, characters and milliseconds. */
const bounds = {
  groupFieldsMax: 10,
  fieldCharactersMax: 200,
  windowMsMin: 60_000,
  windowMsMax: 30 * 86_400_000,
  samplesMax: 100,
  sampleEventsMax: 1_000,
  /** All events of all samples, numbered ones written out. */
  samplesCharactersMax: 4_000_000,
  purposesMax: 20,
  titleCharactersMax: 256,
  descriptionCharactersMax: 4_000,
} as const;

const HOUR_MS = 3_600_000;
/** Events of a sequence that do not say when they come are a second apart. */
const STEP_MS = 1_000;

const isWindow = (text: string) => {
  const ms = /^\d+[smhd]$/.test(text) ? timespanMs(text) : null;
  return ms !== null && ms >= bounds.windowMsMin && ms <= bounds.windowMsMax;
};
/** Offsets may be nothing, which a time span may not. */
const offsetMs = (text: string) => (/^0[smhd]?$/.test(text) ? 0 : timespanMs(text));

const eventShape = z.union([z.string(), z.record(z.string(), z.unknown())]);
const offset = z
  .string()
  .refine((text) => offsetMs(text) !== null, 'is a number with s, m, h or d, such as 30s');
/** One event, when it comes, or how many like it come: `{n}` in it is the number of each, from 1. */
const timedShape = z
  .strictObject({
    at: offset.optional(),
    times: z.number().int().min(1).max(bounds.sampleEventsMax).optional(),
    every: offset.optional(),
    event: eventShape,
  })
  .refine(({ at, times }) => at !== undefined || times !== undefined, 'says when, or how many times');
const sampleShape = z.union([
  timedShape,
  eventShape,
  z
    .array(z.union([timedShape, eventShape]))
    .min(1)
    .max(bounds.sampleEventsMax),
]);
const field = z.string().min(1).max(bounds.fieldCharactersMax);
const purpose = z.string().min(1).max(bounds.fieldCharactersMax);

const wordsShape = z.strictObject({
  title: z.string().min(1).max(bounds.titleCharactersMax),
  description: z.string().min(1).max(bounds.descriptionCharactersMax),
});

const extrasShape = z.strictObject({
  'group-by': z.array(field).min(1).max(bounds.groupFieldsMax).optional(),
  window: z.string().refine(isWindow, 'is a number with s, m, h or d, from 1m to 30d').optional(),
  samples: z
    .strictObject({
      matches: z.array(sampleShape).max(bounds.samplesMax).optional(),
      misses: z.array(sampleShape).max(bounds.samplesMax).optional(),
    })
    .optional(),
  purpose: z.union([purpose, z.array(purpose).max(bounds.purposesMax)]).optional(),
  words: z.partialRecord(z.enum(languages), wordsShape).optional(),
});

/** What a rule without a word of ours means: one finding for each source and host, an hour long. */
const usual: RuleExtras = {
  groupBy: ['source', 'host'],
  windowMs: HOUR_MS,
  samples: { matches: [], misses: [] },
  purpose: [],
  words: {},
};

/**
 * Reads what a rule says under `belfry:`. A word nobody knows refuses it: `group_by` for `group-by` would otherwise
 * gather everybody under the usual key.
 *
 * @param custom keys of the document that Sigma leaves to its writer
 */
export function readRuleExtras(
  custom: Readonly<Record<string, unknown>>,
): RuleExtras | { readonly refused: string } {
  if (!Object.hasOwn(custom, 'belfry')) return usual;
  const read = extrasShape.safeParse(custom['belfry']);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = ['belfry', ...(issue?.path ?? [])].map(String).join('.');
    return { refused: `${place}: ${issue?.message ?? 'has another form'}`.slice(0, 300) };
  }
  const { 'group-by': groupBy, purpose: given, samples, window, words } = read.data;
  const left = { characters: bounds.samplesCharactersMax };
  const told = { matches: samplesOf(left, samples?.matches), misses: samplesOf(left, samples?.misses) };
  if (left.characters < 0) {
    return { refused: `belfry.samples: unfolds to more than ${bounds.samplesCharactersMax} characters` };
  }
  return {
    groupBy: groupBy ?? usual.groupBy,
    windowMs: (window === undefined ? null : timespanMs(window)) ?? usual.windowMs,
    samples: told,
    purpose: given === undefined ? [] : typeof given === 'string' ? [given] : given,
    words: (words ?? {}) as RuleExtras['words'],
  };
}

type GivenSample = z.infer<typeof sampleShape>;

/** @param left how much may still be written out: a few words may ask for a thousand of a thousand events */
function samplesOf(left: { characters: number }, given: readonly GivenSample[] = []): RuleSample[] {
  return given.map((sample) => {
    let atMs = -STEP_MS;
    let count = 0;
    const events = (Array.isArray(sample) ? sample : [sample]).flatMap((each): SampleEvent[] => {
      if (count >= bounds.sampleEventsMax || left.characters < 0) return [];
      count += 1;
      const timed = timedShape.safeParse(each);
      if (!timed.success) {
        atMs += STEP_MS;
        return [{ event: each as SampleEvent['event'], atMs }];
      }
      const { at, event, every } = timed.data;
      const times = Math.min(timed.data.times ?? 1, bounds.sampleEventsMax - count + 1);
      count += times - 1;
      const stepMs = every === undefined ? STEP_MS : (offsetMs(every) ?? 0);
      const firstMs = at === undefined ? atMs + STEP_MS : (offsetMs(at) ?? 0);
      atMs = firstMs + (times - 1) * stepMs;
      const text = times === 1 ? '' : JSON.stringify(event);
      left.characters -= text.length * times;
      if (left.characters < 0) return [];
      return Array.from({ length: times }, (_, index) => ({
        event: times === 1 ? event : numbered(text, index + 1),
        atMs: firstMs + index * stepMs,
      }));
    });
    return { events };
  });
}

/** The event with `{n}` filled in. A number is no character JSON escapes. */
function numbered(text: string, number: number): SampleEvent['event'] {
  return JSON.parse(text.replaceAll('{n}', String(number))) as SampleEvent['event'];
}
