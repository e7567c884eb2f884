// SPDX-License-Identifier: Apache-2.0
import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Deep ink blue: the charters in the strong-room. */
const ink: MantineColorsTuple = [
  '#eef2f9',
  '#dbe3f1',
  '#b4c5e2',
  '#8ba5d3',
  '#6989c6',
  '#4a6db0',
  '#33569a',
  '#25437d',
  '#1b3361',
  '#14264a',
];
/** Brass: the bell. */
const brass: MantineColorsTuple = [
  '#fbf5e6',
  '#f4e8c8',
  '#e9d196',
  '#ddb962',
  '#c99f3f',
  '#ab8229',
  '#8a671b',
  '#6f5214',
  '#543e0f',
  '#3a2b0a',
];

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 5 },
  colors: { ink, brass },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: false, size: 'lg', yOffset: '6vh' } },
    // Its `<header>` would count as a second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    // A label says what a field is; the star of other forms says nothing (we mark what is optional).
    Input: { defaultProps: { size: 'sm' } },
    InputWrapper: { defaultProps: { withAsterisk: false } },
  },
});
