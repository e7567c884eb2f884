// SPDX-License-Identifier: Apache-2.0
import type { Announcement } from '@belfry/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Word } from '../ui/words.tsx';

const shapes: Record<Announcement['state'], readonly [tone: string, shape: ReactNode]> = {
  draft: [
    'warn',
    <circle key="ring" cx="6" cy="6" r="4.750" fill="none" stroke="currentColor" strokeWidth="1.500" />,
  ],
  proposed: ['warn', <path key="half" d="M6 1a5 5 0 0 1 0 10z" />],
  approved: ['important', <circle key="disc" cx="6" cy="6" r="5.500" />],
  sending: ['important', <path key="arrow" d="M1 5h6V2l4 4-4 4V7H1z" />],
  told: [
    'ok',
    <path key="tick" d="M1 6.500 4.500 10 11 2.500" fill="none" stroke="currentColor" strokeWidth="2" />,
  ],
  withdrawn: ['quiet', <rect key="dash" x="1" y="5" width="10" height="2" />],
};

export function AnnouncementStateWord({ state }: Pick<Announcement, 'state'>) {
  const { t } = useTranslation();
  const [tone, shape] = shapes[state];
  return (
    <Word tone={tone} shape={shape}>
      {t(`announcements:state.${state}`)}
    </Word>
  );
}
