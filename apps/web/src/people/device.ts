// SPDX-License-Identifier: Apache-2.0

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** A browser's description of itself in two words people know; null when it says nothing we know. */
export function deviceWords(device: string): string | null {
  const known = (list: readonly (readonly [RegExp, string])[]) =>
    list.find(([sign]) => sign.test(device))?.[1];
  const words = [known(browsers), known(systems)].filter((word) => word !== undefined);
  return words.length === 0 ? device.slice(0, 60) || null : words.join(' · ');
}
