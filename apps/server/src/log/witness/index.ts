// SPDX-License-Identifier: Apache-2.0
export { createWitnessServer, openWitness, type Witness, WitnessStateDamaged } from './witness.ts';
