// SPDX-License-Identifier: Apache-2.0
import { logFields } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { VisibleText } from './hostile-text.tsx';

const known: ReadonlySet<string> = new Set(logFields.map(({ name }) => name));

/** A field by its word, and by the name a query asks for it; a name its sender gave has only that. */
export function FieldName({ field }: { field: string }) {
  const { t } = useTranslation();
  return (
    <>
      {known.has(field) ? `${t(`log-fields:${field}`)} ` : null}
      <code className="quiet small">
        <VisibleText text={field} />
      </code>
    </>
  );
}
