// SPDX-License-Identifier: Apache-2.0

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads server-sent events (HTML Standard, 9.2), as our own processes write them: one line of data each. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const text = new TextDecoder();
  let rest = '';
  for await (const piece of body) {
    rest += text.decode(piece, { stream: true });
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const lines = rest.slice(0, end).split('\n');
      rest = rest.slice(end + 2);
      const memberOf = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = memberOf('data');
      if (data !== undefined) {
        yield { event: memberOf('event') ?? 'message', data };
      }
    }
  }
}
