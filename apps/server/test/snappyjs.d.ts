// SPDX-License-Identifier: Apache-2.0
declare module 'snappyjs' {
  export function compress(bytes: Uint8Array): Uint8Array;
}
