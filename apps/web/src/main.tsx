// SPDX-License-Identifier: Apache-2.0
import './shell/trusted-types.ts';
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './ui/base.css';
import './ui/page.css';
import './shell/shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { languageToStartIn, speak } from './messages/messages.ts';

const place = document.getElementById('desk');
if (place === null) {
  throw new Error('Cannot start the desk: index.html has no element with the id "desk"');
}
await speak(languageToStartIn());
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
