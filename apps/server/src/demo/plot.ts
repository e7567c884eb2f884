// SPDX-License-Identifier: Apache-2.0
import type { Thread } from './acts.ts';
import { startedAt } from './past.ts';
import { sampleOrganisation } from './people.ts';
import { durationOf, type Step, type Story } from './scenario.ts';

/** One step of one story, at its moment. */
export interface Beat {
  readonly at: Date;
  readonly thread: Thread;
  readonly step: Step;
}

/** Everything that happened until now, in the order it happened. */
export function plotOf(
  stories: readonly Story[],
  now: Date,
): { threads: ReadonlyMap<string, Thread>; beats: readonly Beat[] } {
  const threads = threadsOf(stories, now);
  return { threads, beats: beatsOf(threads, now) };
}

function threadsOf(stories: readonly Story[], now: Date): Map<string, Thread> {
  const threads = stories.map((story: Story): [string, Thread] => [
    story.key,
    {
      story,
      startedAt: startedAt(story.start, now, sampleOrganisation.timeZone),
      incident: null,
      reports: new Map(),
      tasks: new Map(),
    },
  ]);
  return new Map(threads);
}

/** All steps of all stories in the order they happened. */
function beatsOf(threads: ReadonlyMap<string, Thread>, now: Date): Beat[] {
  const beats = [...threads.values()].flatMap((thread) =>
    thread.story.steps.map((step) => ({
      at: new Date(thread.startedAt.getTime() + durationOf(step.after)),
      thread,
      step,
    })),
  );
  const late = beats.find((beat) => beat.at > now);
  if (late !== undefined) {
    throw new Error(
      `Cannot tell "${late.thread.story.key}" at ${late.step.after}: that has not happened yet`,
    );
  }
  return beats.sort((a, b) => a.at.getTime() - b.at.getTime());
}
