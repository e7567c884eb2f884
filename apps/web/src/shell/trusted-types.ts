// SPDX-License-Identifier: Apache-2.0

/** What the browser offers where Trusted Types exist; TypeScript does not describe it yet. */
interface TrustedTypesPlace {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createHTML(text: string): string | null; createScriptURL(url: string): string | null },
    ): unknown;
  };
}

/**
 * Writes the nonce where style sheets made at run time look for it, and lets exactly one thing through the
 * `innerHTML` gate: text without an opening angle bracket, which is how React fills a `<style>`. Markup is
 * refused for good, so text of a reporter can never become an element.
 */
export function closeMarkupGate(): void {
  const place = globalThis as typeof globalThis &
    TrustedTypesPlace & { __webpack_nonce__?: string; __zod_globalConfig?: { jitless?: boolean } };
  // The schemas of the contract would otherwise try `new Function`, which the policy refuses and reports.
  place.__zod_globalConfig = { jitless: true };
  place.trustedTypes?.createPolicy('default', {
    createHTML: (text) => (text.includes('<') ? null : text),
    // The one script that is named at run time: what shows calls while no page is open.
    createScriptURL: (url) => (url === '/push-worker.js' ? url : null),
  });
  place.__webpack_nonce__ = styleNonce();
}

/** The nonce of this page, written into `index.html` by the server for each answer. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
