// SPDX-License-Identifier: Apache-2.0
import { languages } from '@belfry/contract';
import { Modal, Select, Stack, Switch, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { languageNames, rememberLanguage, speak } from '../messages/messages.ts';
import { useZone } from '../ui/zone.ts';
import { useShortcutDesk } from './shortcuts.tsx';

/** How this device shows the desk. */
export function Display({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const zone = useZone();
  const keys = useShortcutDesk();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('shell:display')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <Stack gap="md">
        <Select
          label={t('shell:display.language')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={languages.map((one) => ({ value: one, label: languageNames[one] }))}
          value={i18n.language}
          onChange={(value) => {
            const chosen = languages.find((one) => one === value);
            if (chosen !== undefined) {
              rememberLanguage(chosen);
              void speak(chosen);
            }
          }}
        />
        <Select
          label={t('shell:display.theme')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={(['auto', 'light', 'dark'] as const).map((one) => ({
            value: one,
            label: t(`shell:display.theme.${one}`),
          }))}
          value={colorScheme}
          onChange={(value) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
        />
        <Switch
          label={t('shell:display.utc')}
          description={t('shell:display.utc_means', { zone: zone.ofOrganisation })}
          checked={zone.isUtc}
          onChange={(event) => zone.setUtc(event.currentTarget.checked)}
        />
        <Switch
          label={t('shell:keys.switch')}
          description={t('shell:keys.switch_means')}
          checked={keys.areOn}
          onChange={(event) => keys.setOn(event.currentTarget.checked)}
        />
      </Stack>
    </Modal>
  );
}
