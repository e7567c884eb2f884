// SPDX-License-Identifier: Apache-2.0
export { documentHandlers } from './document-routes.ts';
export { finalDocumentsOf, findDocument as documentById } from './document-store.ts';
export { formatsThatLeave } from './filing-documents.ts';
export { notificationMakesDocuments, orRefused, printBeforeItLeaves } from './filing-work.ts';
export { keepBytes, makeDocument } from './make-document.ts';
export { printPdf } from './print-pdf.ts';
export type { Printable, PrintableSection } from './printable.ts';
