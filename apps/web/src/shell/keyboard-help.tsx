// SPDX-License-Identifier: Apache-2.0
import { Modal, Switch } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { urls } from '../urls.ts';
import { useMay } from './session.ts';
import { useShortcutDesk, useShortcuts } from './shortcuts.tsx';

let isOpen = false;
const listeners = new Set<() => void>();
function set(open: boolean): void {
  isOpen = open;
  for (const listener of listeners) {
    listener();
  }
}
export function openKeyboardHelp(): void {
  set(true);
}

/** The keys that act on this screen, on `?`. */
export function KeyboardHelp() {
  const { t } = useTranslation();
  const desk = useShortcutDesk();
  const [switchId] = useState('keys-switch');
  const router = useRouter();
  const mayEnter = useMay('reports.enter');
  useShortcuts([
    { key: '?', does: 'shell:keys.help', run: openKeyboardHelp },
    {
      key: 'p',
      does: 'shell:place.new_call',
      run: () => router.history.push(urls.newCall()),
      isOff: !mayEnter,
    },
  ]);
  const opened = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOpen,
  );
  return (
    <Modal
      opened={opened}
      onClose={() => set(false)}
      title={t('shell:keys')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <dl className="key-list">
        <div>
          <dt>
            <kbd>Ctrl</kbd> <kbd>K</kbd>
          </dt>
          <dd>{t('shell:search_or_go')}</dd>
        </div>
        {opened
          ? desk.all().map((one) => (
              <div key={`${one.key} ${one.does}`}>
                <dt>
                  <kbd>{keyName(one.key)}</kbd>
                </dt>
                <dd>{t(one.does)}</dd>
              </div>
            ))
          : null}
      </dl>
      <Switch
        id={switchId}
        mt="md"
        label={t('shell:keys.switch')}
        description={t('shell:keys.switch_means')}
        checked={desk.areOn}
        onChange={(event) => desk.setOn(event.currentTarget.checked)}
      />
    </Modal>
  );
}

const arrows: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', Enter: '↵' };
function keyName(key: string): string {
  return arrows[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}
