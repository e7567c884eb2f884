// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useEffect, useRef } from 'react';

let isFirstPage = true;

/**
 * The heading of a screen. After going from one screen to another it takes the focus, so that somebody who
 * hears the page is told where they are; on the first load the browser's own order stays.
 */
export function PageTitle({ title, shown, lead }: { title: string; shown?: ReactNode; lead?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Belfry`;
  }, [title]);
  useEffect(() => {
    if (isFirstPage) {
      isFirstPage = false;
      return;
    }
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="page-title">
      <h1 ref={heading} tabIndex={-1}>
        {shown ?? title}
      </h1>
      {lead === undefined ? null : <p className="page-lead">{lead}</p>}
    </div>
  );
}
