// SPDX-License-Identifier: Apache-2.0
import type { RuleSelectionLine } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import { useSetName } from './rule-words.tsx';

interface SelectionLinesProps {
  lines: readonly RuleSelectionLine[];
  /** How many rules each line decides on; absent while that is counted. */
  perLine: readonly number[] | undefined;
  onChange?: (lines: readonly RuleSelectionLine[]) => void;
  onEdit?: (at: number) => void;
}

/** The lines in their order, in words; with buttons where they may be changed. */
export function SelectionLines(props: SelectionLinesProps) {
  const { t } = useTranslation();
  const names = useSetNames();
  return (
    <ol className="plain-list">
      {props.lines.map((line, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place and what it says
          key={`${at} ${JSON.stringify(line)}`}
          className="selection-line"
        >
          <p>
            <span className="quiet">{at + 1}.</span>{' '}
            <strong>{t(line.runs ? 'rules:line.runs' : 'rules:line.does_not_run')}</strong>{' '}
            <bdi>{lineWords(t, line, names)}</bdi>
            {props.perLine?.[at] === undefined ? null : (
              <span className="quiet"> · {t('rules:line.decides', { count: props.perLine[at] })}</span>
            )}
          </p>
          {props.onChange === undefined ? null : (
            <LineButtons {...props} onChange={props.onChange} line={line} at={at} />
          )}
        </li>
      ))}
    </ol>
  );
}

function useSetNames(): (id: string) => string {
  const { data } = useQuery(reading('listRuleSets'));
  const setName = useSetName();
  return (id) => {
    const found = data?.items.find((one) => one.id === id);
    return found === undefined ? id.slice(0, 8) : setName(found);
  };
}

/** What a line asks, as a sentence: all parts hold, one word of each. */
function lineWords(t: TFunction, line: RuleSelectionLine, nameOf: (id: string) => string): string {
  const parts = [
    ['sets', line.sets.map((one) => t(`rules:set_kind.${one}`))],
    ['rule_sets', line.ruleSets.map(nameOf)],
    ['kinds', line.kinds.map((one) => t(`rules:kind.${one}`))],
    ['levels', line.levels.map((one) => t(`words:level.${one}`))],
    ['statuses', line.statuses.map((one) => t(`rules:status.${one}`))],
    ['products', line.products],
    ['categories', line.categories],
    ['services', line.services],
    ['tags', line.tags],
  ] as const;
  const said = parts
    .filter(([, words]) => words.length > 0)
    .map(([name, words]) => t('rules:line.part', { name: t(`rules:line.${name}`), words: words.join(', ') }));
  return said.length === 0 ? t('rules:line.all') : said.join(' · ');
}

function LineButtons(
  props: SelectionLinesProps & {
    line: RuleSelectionLine;
    at: number;
    onChange: (lines: readonly RuleSelectionLine[]) => void;
  },
) {
  const { t } = useTranslation();
  const { at, line, lines } = props;
  const others = lines.filter((_, place) => place !== at);
  const moveTo = (place: number) => {
    props.onChange([...others.slice(0, place), line, ...others.slice(place)]);
    announce(t('rules:line.moved', { from: at + 1, to: place + 1 }));
  };
  const button = (words: string, act: () => void, isOff = false) => (
    <Button
      variant="default"
      size="xs"
      // Not disabled: the focus stays on the button that moved the line as far as it goes.
      className="order-button"
      aria-disabled={isOff}
      aria-label={t('rules:line.button', { words, line: at + 1 })}
      onClick={() => (isOff ? undefined : act())}
    >
      {words}
    </Button>
  );
  return (
    <div className="row">
      {button(t('rules:line.up'), () => moveTo(at - 1), at === 0)}
      {button(t('rules:line.down'), () => moveTo(at + 1), at === lines.length - 1)}
      {button(t('rules:line.change'), () => props.onEdit?.(at))}
      {button(t('rules:line.remove'), () => props.onChange(others))}
    </div>
  );
}
