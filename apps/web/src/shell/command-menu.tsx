// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reading } from '../api.ts';
import { urls } from '../urls.ts';
import { openKeyboardHelp } from './keyboard-help.tsx';
import { places } from './places.ts';
import { useSession } from './session.ts';

const waitMs = 150;

/** Ctrl-K: go anywhere, find a report or an incident, do what the menus do. */
export function CommandMenu({ onDisplay }: { onDisplay: () => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim().slice(0, limits.queryCharactersMax), waitMs);
  const hits = useHits(asked);
  const groups = useActions(query.trim(), onDisplay);
  // What does not wait for the server stands first: Enter must never act on something that just slid in.
  const shown = [
    ...useDirect(query.trim()),
    ...(hits.length > 0 ? [{ group: t('shell:command.found'), actions: hits }] : []),
    ...groups,
  ];
  return (
    <Spotlight
      actions={shown}
      filter={(_words, actions) => actions}
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      attributes={{ content: { 'aria-label': t('shell:command.search') } }}
      nothingFound={t('shell:command.nothing')}
      scrollable
      maxHeight={480}
      searchProps={{
        placeholder: t('shell:command.placeholder'),
        'aria-label': t('shell:command.placeholder'),
      }}
    />
  );
}

/** What the server finds; the rest is filtered here. */
function useHits(asked: string): SpotlightActionData[] {
  const { t } = useTranslation();
  const router = useRouter();
  const { data } = useQuery({
    ...reading('search', { query: { q: asked, limit: 6 } }),
    enabled: asked.length > 1,
  });
  if (asked.length < 2) {
    return [];
  }
  return (data?.items ?? []).map((hit) => ({
    id: hit.reference,
    label: `${hit.reference} ${hit.title}`,
    description: t(hit.noun === 'incident' ? `words:status.${hit.state}` : `words:report_state.${hit.state}`),
    onClick: () =>
      router.history.push(
        hit.noun === 'incident' ? urls.incident(hit.reference) : urls.report(hit.reference),
      ),
  }));
}

const referenceForm = /^(INC|REP)-\d{4}-\d{4,}$/;

/** A reference opens by itself; any other words are looked for everywhere. */
function useDirect(query: string): SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const router = useRouter();
  if (query === '') {
    return [];
  }
  const reference = query.toUpperCase();
  const address = reference.startsWith('INC-') ? urls.incident(reference) : urls.report(reference);
  const open = {
    id: 'open',
    label: t('shell:command.open', { reference }),
    onClick: () => router.history.push(address),
  };
  const search = {
    id: 'search',
    label: t('shell:command.search_for', { q: query }),
    onClick: () => router.history.push(urls.search(query)),
  };
  const actions = referenceForm.test(reference) ? [open, search] : [search];
  return [{ group: t('shell:command.search'), actions }];
}

function useActions(query: string, onDisplay: () => void): SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const { permissions } = useSession();
  const router = useRouter();
  const go = (href: string) => () => router.history.push(href);
  const matches = (label: string) => label.toLocaleLowerCase().includes(query.toLocaleLowerCase());
  const reachable = places
    .filter((one) => one.permission === undefined || permissions.includes(one.permission))
    .map((one) => ({ id: one.id, label: t(`shell:place.${one.id}`), onClick: go(one.href) }));
  const acts: SpotlightActionData[] = [
    ...(permissions.includes('incidents.declare')
      ? [{ id: 'declare', label: t('shell:command.declare'), onClick: go(urls.declare()) }]
      : []),
    ...(permissions.includes('whistleblowing.handle')
      ? [{ id: 'enter-case', label: t('whistleblowing:enter'), onClick: go(urls.enterCase()) }]
      : []),
    ...(permissions.includes('register.import')
      ? [{ id: 'import', label: t('register:import'), onClick: go(urls.importRegister()) }]
      : []),
    ...(permissions.includes('tokens.manage')
      ? [{ id: 'tokens', label: t('shell:tokens'), onClick: go(urls.tokens()) }]
      : []),
    { id: 'account', label: t('shell:account'), onClick: go(urls.account()) },
    { id: 'display', label: t('shell:display'), onClick: onDisplay },
    { id: 'keys', label: t('shell:keys'), onClick: openKeyboardHelp },
  ];
  return [
    { group: t('shell:command.go'), actions: reachable.filter((one) => matches(one.label)) },
    { group: t('shell:command.do'), actions: acts.filter((one) => matches(one.label ?? '')) },
  ].filter((group) => group.actions.length > 0);
}
