// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** Something wrong at a place of a text; lines and columns count from 1. */
export interface Mark {
  readonly line: number | null;
  readonly column: number | null;
  readonly words: string;
}

/**
 * A field for code: an ordinary text area with the numbers of its lines beside it. Tab leaves it, as it leaves any
 * field; a new line begins where the line before began.
 */
export function CodeField(props: {
  id: string;
  label: string;
  means?: string;
  value: string;
  onChange: (value: string) => void;
  marks?: readonly Mark[];
  rows: number;
}) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const marks = props.marks ?? [];
  const lineCount = props.value.split('\n').length;
  const wrong = new Set(marks.map(({ line }) => line));
  // Numbers follow when the text was replaced from outside and the browser moved the field.
  useEffect(() => {
    if (field.current !== null && numbers.current !== null) {
      numbers.current.scrollTop = field.current.scrollTop;
    }
  });
  const goTo = (mark: Mark) => {
    const place = placeOf(props.value, mark);
    field.current?.focus();
    field.current?.setSelectionRange(place, place);
  };
  return (
    <div className="code-field">
      <label htmlFor={props.id}>{props.label}</label>
      {props.means === undefined ? null : (
        <p className="quiet small" id={`${props.id}-means`}>
          {props.means}
        </p>
      )}
      <div className={marks.length > 0 ? 'code-frame is-wrong' : 'code-frame'}>
        <div className="code-numbers" ref={numbers} aria-hidden="true">
          {Array.from({ length: lineCount }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line number is its place
            <span key={at} className={wrong.has(at + 1) ? 'is-wrong' : undefined}>
              {wrong.has(at + 1) ? '▸' : ''}
              {at + 1}
            </span>
          ))}
        </div>
        <textarea
          id={props.id}
          ref={field}
          rows={props.rows}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          dir="ltr"
          value={props.value}
          aria-invalid={marks.length > 0}
          aria-describedby={`${props.id}-marks${props.means === undefined ? '' : ` ${props.id}-means`}`}
          onChange={(event) => props.onChange(event.currentTarget.value)}
          onKeyDown={indentLikeBefore}
          onScroll={(event) => {
            if (numbers.current !== null) {
              numbers.current.scrollTop = event.currentTarget.scrollTop;
            }
          }}
        />
      </div>
      <ul className="plain-list code-marks" id={`${props.id}-marks`} aria-live="polite">
        {marks.map((mark) => (
          <li key={`${mark.line} ${mark.column} ${mark.words}`} className="field-problem">
            {mark.line === null ? null : (
              <button type="button" className="mark-place" onClick={() => goTo(mark)}>
                {t('rules:place', { line: mark.line, column: mark.column ?? 1 })}
              </button>
            )}{' '}
            <bdi>{mark.words}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The offset of a line and column in a text. */
function placeOf(text: string, { line, column }: Pick<Mark, 'line' | 'column'>): number {
  const lines = text.split('\n');
  const before = lines.slice(0, Math.max(0, (line ?? 1) - 1));
  const start = before.reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, start + Math.max(0, (column ?? 1) - 1));
}

function indentLikeBefore(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const field = event.currentTarget;
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) {
    return;
  }
  const line = field.value.slice(0, field.selectionStart).split('\n').at(-1) ?? '';
  const indent = `${/^ */.exec(line)?.[0] ?? ''}${/:\s*$/.test(line) ? '    ' : ''}`;
  if (indent !== '') {
    event.preventDefault();
    // The one way that keeps what can be undone; React hears of it as of any typing.
    document.execCommand('insertText', false, `\n${indent}`);
  }
}
