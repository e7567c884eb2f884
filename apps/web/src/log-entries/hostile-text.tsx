// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { visiblePieces } from './visible-text.ts';

/** Text of a stranger: what would act or hide is shown by its name, and none of it touches the words around. */
export function VisibleText({ text }: { text: string }) {
  const pieces = useMemo(() => visiblePieces(text), [text]);
  return (
    <bdi dir="ltr">
      {pieces.map((piece, place) =>
        'text' in piece ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          <span key={place}>{piece.text}</span>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          <span key={place} className="control-mark">
            {piece.mark}
          </span>
        ),
      )}
    </bdi>
  );
}
