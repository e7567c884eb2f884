// SPDX-License-Identifier: Apache-2.0
export { canonicalJson, type Json } from './canonical-json.ts';
