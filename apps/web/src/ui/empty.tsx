// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';

/** Nothing to show, in words, with the way on. "Nothing yet" and "nothing matches" are different sentences. */
export function Empty({ words, children }: { words: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p>{words}</p>
      {children}
    </div>
  );
}
