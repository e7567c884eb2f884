// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { HASH_BYTES, readFromTiles, rootAt, type Sha256, TILE_WIDTH, tilePath } from '@belfry/ledger';
import type { LogFiles } from './log-files.ts';
import { SEGMENT_ENTRIES } from './segment-file.ts';

const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/** The platform's SHA-256, for the tree of packages/ledger. */
export const fastSha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

/** Hash over a full tile: the hash that stands for it one level of tiles higher. */
function tileRoot(tile: Uint8Array): string {
  const level = Buffer.from(tile);
  const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);
  for (let count = TILE_WIDTH; count > 1; count /= 2) {
    for (let at = 0; at < count; at += 2) {
      level.copy(node, 1, at * HASH_BYTES, (at + 2) * HASH_BYTES);
      level.write(hash('sha256', node, 'binary'), (at / 2) * HASH_BYTES, 'latin1');
    }
  }
  return level.toString('latin1', 0, HASH_BYTES);
}

/** The tile that grows at the right edge of one level. */
interface EdgeTile {
  readonly bytes: Buffer;
  /** Hashes in the whole level. */
  count: number;
  /** Widths of this tile that were written as partial tiles may lie on disk. */
  hasPartials: boolean;
}

/** The tree of a log: its right edge in memory, its full tiles on disk. */
export interface TreeOnDisk {
  readonly size: number;
  /** Takes the hash of the next line, as 32 characters of latin1: text is what the platform hashes into fastest. */
  append(leaf: string): void;
  root(): Buffer;
  /** Writes the partial tiles of the tree as it is: those of the checkpoint that follows. */
  writeEdge(): void;
}

/**
 * Opens the tree of a log at the end of its closed segments. A closed segment is one full tile of level 1, so that
 * everything to the right of them is made again from the lines of the growing segment, and a tile that was torn by a
 * loss of power is written anew. Null when a full tile is missing that has to be there.
 */
export function openTree(files: LogFiles, segmentCount: number): TreeOnDisk | null {
  const edge: EdgeTile[] = [emptyTile(segmentCount * SEGMENT_ENTRIES), emptyTile(segmentCount * TILE_WIDTH)];
  let below = segmentCount;
  for (let level = 2; below > 0; level += 1) {
    const tile = emptyTile(below);
    for (let at = below - (below % TILE_WIDTH); at < below; at += 1) {
      const full = files.read(tilePath({ level: level - 1, index: at, width: TILE_WIDTH }));
      if (full?.length !== TILE_BYTES) return null;
      tile.bytes.write(tileRoot(full), (at % TILE_WIDTH) * HASH_BYTES, 'latin1');
    }
    edge.push(tile);
    below = Math.floor(below / TILE_WIDTH);
  }
  return growFrom(files, edge);
}

const emptyTile = (count: number): EdgeTile => ({
  bytes: Buffer.alloc(TILE_BYTES),
  count,
  hasPartials: true,
});

function growFrom(files: LogFiles, edge: EdgeTile[]): TreeOnDisk {
  const sizeOf = () => edge[0]?.count ?? 0;
  const push = (level: number, hashText: string) => {
    const tile = edge[level] ?? emptyTile(0);
    edge[level] = tile;
    tile.bytes.write(hashText, (tile.count % TILE_WIDTH) * HASH_BYTES, 'latin1');
    tile.count += 1;
    if (tile.count % TILE_WIDTH !== 0) return;
    const full = tilePath({ level, index: tile.count / TILE_WIDTH - 1, width: TILE_WIDTH });
    // Level 0 is synced when its segment is closed; until then the segment's lines give it back.
    if (level === 0) files.writeLightly(full, tile.bytes);
    else files.writeDurably(full, tile.bytes);
    if (tile.hasPartials) files.remove(`${full}.p`);
    tile.hasPartials = false;
    push(level + 1, tileRoot(tile.bytes));
  };
  return {
    get size() {
      return sizeOf();
    },
    append: (leaf) => push(0, leaf),
    root: () => {
      // Every subtree a root is made of lies in the last tile of its level.
      const read = readFromTiles(
        sizeOf(),
        ({ level }) => edge[Number(level)]?.bytes ?? Buffer.alloc(0),
        fastSha256,
      );
      return Buffer.from(rootAt(sizeOf(), read, fastSha256));
    },
    writeEdge: () => {
      for (const [level, tile] of edge.entries()) {
        const width = tile.count % TILE_WIDTH;
        if (width === 0) continue;
        const index = Math.floor(tile.count / TILE_WIDTH);
        files.writeLightly(tilePath({ level, index, width }), tile.bytes.subarray(0, width * HASH_BYTES));
        tile.hasPartials = true;
      }
    },
  };
}
