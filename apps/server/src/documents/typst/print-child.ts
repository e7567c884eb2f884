// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';

/** What the process is asked: the data of one document, as the JSON its template reads. */
export interface PrintAsked {
  readonly whole: string;
  /** The same without letters that our own fonts may lack; taken where the first cannot be printed. */
  readonly plain: string;
}

export type PrintAnswer = { readonly pdf: Uint8Array; readonly pages: number } | { readonly failed: string };

const workspace = fileURLToPath(new URL('.', import.meta.url));

/** The compiler is native code, which no thread of ours could interrupt: it has a process that can be ended. */
function print(asked: PrintAsked): PrintAnswer {
  const compiler = NodeCompiler.create({ workspace });
  const first = attempt(compiler, asked.whole);
  // PDF/UA-1 refuses a letter without a glyph, which a reader could neither see nor hear.
  return 'pdf' in first ? first : attempt(compiler, asked.plain);
}

function attempt(compiler: NodeCompiler, data: string): PrintAnswer {
  try {
    const compiled = compiler.compile({ mainFilePath: `${workspace}document.typ`, inputs: { data } });
    const result: NodeTypstDocument | null = compiled.result;
    if (result === null) {
      return { failed: JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? []) };
    }
    return { pdf: compiler.pdf(result, { pdfStandard: 'ua-1' }), pages: result.numOfPages };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

process.once('message', (asked: PrintAsked) => {
  process.send?.(print(asked), undefined, undefined, () => process.disconnect?.());
});
