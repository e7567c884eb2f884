// SPDX-License-Identifier: Apache-2.0

/** Why this browser cannot be called; null when it can. */
export function reasonNoPush(): 'unsupported' | 'denied' | null {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    return 'unsupported';
  }
  return Notification.permission === 'denied' ? 'denied' : null;
}

export interface BrowserKeys {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** Asks the person and the browser; only ever from a button. @returns null when the person says no */
export async function subscribeThisBrowser(serverKey: string): Promise<BrowserKeys | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  await navigator.serviceWorker.register('/push-worker.js');
  const registration = await navigator.serviceWorker.ready;
  const before = await registration.pushManager.getSubscription();
  // Under another key of the desk an old subscription takes no messages any more.
  await before?.unsubscribe();
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: serverKey,
  });
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.['p256dh'] === undefined || keys['auth'] === undefined) return null;
  return { endpoint, p256dh: keys['p256dh'], auth: keys['auth'] };
}
