// SPDX-License-Identifier: Apache-2.0
import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';

/** A link of this application: an ordinary anchor, followed without loading the page again. */
export function AppLink({
  href,
  onClick,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (isPlain && !event.defaultPrevented && rest.target === undefined && rest.download === undefined) {
      event.preventDefault();
      router.history.push(href);
    }
  };
  return <a {...rest} href={href} onClick={follow} />;
}
