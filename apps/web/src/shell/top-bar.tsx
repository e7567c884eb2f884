// SPDX-License-Identifier: Apache-2.0
import { Menu } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconMenu2, IconSearch, IconUser } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { urls } from '../urls.ts';
import { openKeyboardHelp } from './keyboard-help.tsx';
import { Mark } from './mark.tsx';
import { useSession } from './session.ts';
import { useSignOut } from './sign-out.ts';

export function TopBar(props: {
  isNavigationOpen: boolean;
  onNavigation: () => void;
  onDisplay: () => void;
}) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  return (
    <header className="top-bar">
      <button
        type="button"
        className="top-button only-narrow"
        aria-expanded={props.isNavigationOpen}
        aria-controls="navigation"
        onClick={props.onNavigation}
      >
        <IconMenu2 aria-hidden="true" size={20} />
        <span className="visually-hidden">{t('shell:menu')}</span>
      </button>
      <AppLink href={urls.today()} className="top-name">
        <Mark />
        <bdi className="top-organisation">{organisation.name}</bdi>
      </AppLink>
      <button type="button" className="top-search" onClick={() => spotlight.open()}>
        <IconSearch aria-hidden="true" size={16} />
        <span className="top-search-words">{t('shell:search_or_go')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <PersonMenu onDisplay={props.onDisplay} />
    </header>
  );
}

function PersonMenu({ onDisplay }: { onDisplay: () => void }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const router = useRouter();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={260} shadow="md" withinPortal>
      <Menu.Target>
        <button type="button" className="top-button">
          <IconUser aria-hidden="true" size={18} />
          <bdi className="top-person">{person.name}</bdi>
          <span className="visually-hidden">{t('shell:your_menu')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => router.history.push(urls.account())}>{t('shell:account')}</Menu.Item>
        <Menu.Item onClick={() => router.history.push(urls.tokens())}>{t('shell:tokens')}</Menu.Item>
        <Menu.Item onClick={onDisplay}>{t('shell:display')}</Menu.Item>
        <Menu.Item onClick={openKeyboardHelp}>{t('shell:keys')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={signOut}>{t('shell:sign_out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
