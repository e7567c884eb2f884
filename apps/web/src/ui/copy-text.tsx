// SPDX-License-Identifier: Apache-2.0

import { Button, type ButtonProps, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface CopyTextProps extends Pick<ButtonProps, 'size' | 'variant'> {
  readonly text: string;
  /** What the button says before it is pressed. */
  readonly label: string;
  /** What is copied, for who hears one button of many. */
  readonly of?: string;
}

/** A button that copies a text, and says so for a moment. */
export function CopyText({ label, of, text, ...looks }: CopyTextProps) {
  const { t } = useTranslation();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button type="button" {...looks} onClick={copy}>
          {copied ? t('shell:copied') : label}
          {of === undefined ? null : <span className="visually-hidden"> {of}</span>}
        </Button>
      )}
    </CopyButton>
  );
}
