// SPDX-License-Identifier: Apache-2.0
import type { Edge } from '../boundaries.ts';
import { page, table } from '../reference/markdown.ts';

interface Walls {
  readonly workspaceEdges: readonly Edge[];
  readonly sliceEdges: readonly Edge[];
  readonly serverRooms: Readonly<
    Record<string, { readonly opens: readonly string[]; readonly reason: string }>
  >;
  readonly webFoundation: readonly string[];
  readonly webEdges: readonly Edge[];
}

const node = (name: string) => `${name.replace(/\W/g, '_')}["${name}"]`;

/** The walls of the house as a page with a picture, from the same table the check reads. */
export function drawGraph(walls: Walls): string {
  const picture = [
    '```mermaid',
    'graph TD',
    ...walls.workspaceEdges.map(({ from, to }) => `  ${node(from)} --> ${node(to)}`),
    ...walls.sliceEdges.map(({ from, to }) => `  ${node(`server ${from}`)} --> ${node(`server ${to}`)}`),
    ...walls.webEdges.map(({ from, to }) => `  ${node(`web ${from}`)} --> ${node(`web ${to}`)}`),
    '```',
  ].join('\n');
  const edges = [
    ...walls.workspaceEdges,
    ...walls.sliceEdges.map(({ from, to, reason }) => ({
      from: `server/${from}`,
      to: `server/${to}`,
      reason,
    })),
    ...walls.webEdges.map(({ from, to, reason }) => ({ from: `web/${from}`, to: `web/${to}`, reason })),
  ];
  return page('Dependency graph', [
    'The only imports across a wall. What is not here does not pass the house checks; the table is `tools/boundaries.ts`.',
    picture,
    table(
      ['From', 'To', 'Because'],
      edges.map(({ from, to, reason }) => [from, to, reason]),
    ),
    '## Rooms that are not slices',
    `Every slice of the server may import \`platform\`. \`main.ts\`, with \`house.ts\` and \`serve-logbook.ts\`, and \`server.ts\` alone know everybody. In the web, every noun stands on ${walls.webFoundation.join(', ')}.`,
    table(
      ['Room', 'Opens', 'Because'],
      Object.entries(walls.serverRooms).map(([room, { opens, reason }]) => [
        room,
        opens.map((each) => (each === '*' ? 'the door of any slice' : each)).join(', ') || 'nothing',
        reason,
      ]),
    ),
  ]);
}
