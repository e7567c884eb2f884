// SPDX-License-Identifier: Apache-2.0
import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { AlertBar } from './alert-bar.tsx';
import { CommandMenu } from './command-menu.tsx';
import { Display } from './display.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { LiveUpdates } from './live.tsx';
import { LogAlarmBar } from './log-alarm-bar.tsx';
import { Navigation } from './navigation.tsx';
import { OfflineBar } from './offline-bar.tsx';
import { ShortcutsProvider } from './shortcuts.tsx';
import { TopBar } from './top-bar.tsx';

/** Around every screen of somebody who is signed in. */
export function Shell() {
  const [isNavigationOpen, setNavigationOpen] = useState(false);
  const [isDisplayOpen, setDisplayOpen] = useState(false);
  return (
    <ShortcutsProvider>
      <LiveUpdates>
        <div className="shell">
          <TopBar
            isNavigationOpen={isNavigationOpen}
            onNavigation={() => setNavigationOpen((open) => !open)}
            onDisplay={() => setDisplayOpen(true)}
          />
          <Navigation isOpen={isNavigationOpen} onGone={() => setNavigationOpen(false)} />
          <div className="shell-content">
            <AlertBar />
            <LogAlarmBar />
            <OfflineBar />
            <main id="main" tabIndex={-1}>
              <Outlet />
            </main>
          </div>
        </div>
        <CommandMenu onDisplay={() => setDisplayOpen(true)} />
        <KeyboardHelp />
        <Display isOpen={isDisplayOpen} onClose={() => setDisplayOpen(false)} />
      </LiveUpdates>
    </ShortcutsProvider>
  );
}
