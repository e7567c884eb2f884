// SPDX-License-Identifier: Apache-2.0
// Shows a call of the desk while no page of it is open. The browser has decrypted it; it holds no title that a locked
// screen must not show. A call that comes twice carries the same tag and is shown once.
self.addEventListener('push', (event) => {
  const call = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(call.title ?? 'Belfry', {
      body: call.body ?? '',
      tag: call.tag ?? 'belfry',
      renotify: true,
      requireInteraction: true,
      data: { url: call.url ?? '/' },
    }),
  );
});

// Only an address of this desk opens.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? '/', self.location.origin);
  event.waitUntil(self.clients.openWindow(url.origin === self.location.origin ? url.href : '/'));
});
