// SPDX-License-Identifier: Apache-2.0
export {
  areEqual,
  base64Bytes,
  base64OfBytes,
  hexOfBytes,
  joined,
  utf8Bytes,
  utf8Text,
} from './bytes.ts';
export { canonicalJson, type Json } from './canonical-json.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from './checkpoint.ts';
export { type ConsistencyClaim, consistencyProof, reasonNotConsistent } from './consistency.ts';
export { type CosignatureType, cosignatureVerifier, cosignedAt, cosigner } from './cosignature.ts';
export { type Fault, type FaultCode, isFault } from './fault.ts';
export { type InclusionClaim, inclusionProof, reasonNotIncluded } from './inclusion.ts';
export { jsonDigest } from './json-digest.ts';
export {
  type CheckSignature,
  ed25519Signer,
  ed25519Verifier,
  formatNote,
  formatSignature,
  formatVkey,
  keyIdOf,
  type MakeSignature,
  type Note,
  type NoteSignature,
  type NoteSigner,
  type NoteVerifier,
  type OpenedNote,
  openNote,
  parseNote,
  parseSignature,
  parseVkey,
  signatureTypes,
  signNote,
  type VerifierKey,
} from './note.ts';
export { type RangeClaim, rangeProof, reasonNotInRange } from './range.ts';
export { isPart, lineBounds, SealedHead } from './sealed-lines.ts';
export {
  type LogFiles,
  type SegmentFile,
  segmentOfPath,
  type Unzstd,
} from './segment-lines.ts';
export { type Sha256, sha256 } from './sha256.ts';
export {
  bundleOfEntries,
  ENTRY_BYTES_MAX,
  entriesOfBundle,
  readFromTiles,
  TILE_WIDTH,
  type Tile,
  tileOfPath,
  tilePath,
  tilesBetween,
} from './tiles.ts';
export { type DerElement, derElements, readTimeStamp, type TimeStamp } from './time-stamp.ts';
export { formatTlogProof, openTlogProof, type Proven, parseTlogProof, type TlogProof } from './tlog-proof.ts';
export {
  emptyRoot,
  type GrowingTree,
  growTree,
  HASH_BYTES,
  leafHash,
  nodeHash,
  type ReadHash,
  readFrom,
  rootAt,
} from './tree.ts';
export { displacements } from './verify-align.ts';
export {
  type CheckTimeStamp,
  cosignaturesOf,
  type KeptCheckpoint,
  readNote,
  type TimeStampCheck,
  timeStampOf,
} from './verify-anchors.ts';
export { digestLine, digestPath, type RunningSha256 } from './verify-digests.ts';
export { type LogToVerify, type VerifyCheck, verifyChecks, verifyLog } from './verify-log.ts';
export {
  type Anchor,
  type Finding,
  type FindingCode,
  type Findings,
  gatherFindings,
  type LogReport,
  type Verdict,
  verdictCodes,
} from './verify-report.ts';
export {
  type AddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
  type WitnessAnswer,
  witnessAnswer,
} from './witness.ts';
export { isSeekTableOf, zstdPieceAt } from './zstd-frames.ts';
