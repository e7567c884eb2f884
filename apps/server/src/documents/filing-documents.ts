// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import type { DocumentFormat } from '@belfry/contract';
import { canonicalJson, type Json } from '@belfry/ledger';
import { doraReport } from './dora-json.ts';
import { type Filing, factOf, printableFiling } from './filing.ts';
import { indicatorsIn } from './indicators.ts';
import { iodefDocument } from './iodef.ts';
import { printPdf } from './print-pdf.ts';
import { stixBundle } from './stix.ts';

/** One form of a notification: for people, or for machines. */
export interface FilingDocument {
  readonly format: DocumentFormat;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly leftOut: readonly string[];
}

interface MakingParts {
  readonly madeAt: Date;
  readonly uuid: () => string;
}

/** Forms that go to the authority with a notification. Indicators without a name are for exchange, and stay here. */
export const formatsThatLeave: readonly DocumentFormat[] = ['pdf', 'dora_json', 'iodef_json'];

/**
 * Every form of a notification: the PDF; DORA's data model for its reports; IODEF for what a CSIRT takes; indicators
 * as STIX where there are any. A draft is a PDF only: machines take nothing that nobody approved.
 *
 * @throws PrintFailed
 */
export async function filingDocuments(filing: Filing, parts: MakingParts): Promise<FilingDocument[]> {
  const pdf = await printPdf(printableFiling(filing, parts.madeAt));
  const name = `${filing.reference}${filing.isFinal ? '' : '-draft'}`;
  const made: FilingDocument[] = [{ format: 'pdf', name: `${name}.pdf`, bytes: pdf, leftOut: [] }];
  if (!filing.isFinal) {
    return made;
  }
  if (isDoraReport(filing)) {
    made.push(json('dora_json', `${name}.dora.json`, doraReport(filing) as Json));
  } else {
    made.push(
      json('iodef_json', `${name}.iodef.json`, iodefDocument(filing, parts.madeAt) as unknown as Json),
    );
  }
  return [...made, ...indicatorsOf(filing, name, parts)];
}

const isDoraReport = ({ form }: Filing) =>
  form.regimeId === 'dora' && form.sections.some(({ id }) => id === 'general');

function indicatorsOf(filing: Filing, name: string, parts: MakingParts): FilingDocument[] {
  const told = factOf(filing, 'indicators');
  const { kept, leftOut } = indicatorsIn(
    typeof told === 'string' ? told : '',
    filing.organisation.ownDomains,
  );
  if (kept.length === 0) {
    return [];
  }
  const bundle = json('stix_json', `${name}.stix.json`, stixBundle(kept, filing.tlp, parts));
  return [{ ...bundle, leftOut: leftOut.map(({ because, value }) => `${value} (${because})`) }];
}

function json(format: DocumentFormat, name: string, value: Json): FilingDocument {
  return { format, name, bytes: Buffer.from(`${canonicalJson(value)}\n`), leftOut: [] };
}
