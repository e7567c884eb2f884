// SPDX-License-Identifier: Apache-2.0
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './ui/base.css';
import './ui/page.css';
import './shell/shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { languageToStartIn, speak } from './messages/messages.ts';

/** Loads the words, then shows the desk. */
export async function start(place: HTMLElement): Promise<void> {
  await speak(languageToStartIn());
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
