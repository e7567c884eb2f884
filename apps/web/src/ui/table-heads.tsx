// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';

/** The head of a column that sorts; the direction is told in words and by `aria-sort`. */
export function SortHead(props: {
  words: string;
  isSorted: boolean;
  order: 'asc' | 'desc';
  onSort: (order: 'asc' | 'desc') => void;
}) {
  const { t } = useTranslation();
  const direction = props.order === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" aria-sort={props.isSorted ? direction : 'none'}>
      <button
        type="button"
        className="sort-button"
        onClick={() => props.onSort(props.isSorted && props.order === 'desc' ? 'asc' : 'desc')}
      >
        {props.words}
        <span aria-hidden="true">{props.isSorted ? (props.order === 'asc' ? '▲' : '▼') : '↕'}</span>
        {props.isSorted ? <span className="visually-hidden">{t(`shell:sorted.${props.order}`)}</span> : null}
      </button>
    </th>
  );
}
