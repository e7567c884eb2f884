// SPDX-License-Identifier: Apache-2.0
import type { TextMessageGateway, WebhookRecipe } from '@belfry/contract';

/** What a call says, as it was queued. */
export interface Told {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly subject: string;
    readonly text: string;
    readonly link: string;
    readonly urgent: boolean;
    readonly [field: string]: string | number | boolean | null | readonly string[];
  };
}

export interface Rendered {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Receiver {
  readonly recipe: WebhookRecipe;
  readonly url: string;
  readonly gateway: TextMessageGateway | null;
  readonly token: string | null;
}

/** The requests one call becomes: one, or one for each number that is texted. */
export function renderCall(receiver: Receiver, id: string, told: Told): Rendered[] {
  const authorization: Record<string, string> =
    receiver.token === null ? {} : { authorization: `Bearer ${receiver.token}` };
  const asJson = (body: unknown, url = receiver.url, method: Rendered['method'] = 'POST'): Rendered[] => [
    {
      method,
      url,
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify(body),
    },
  ];
  const { link, text, urgent } = told.data;
  switch (receiver.recipe) {
    case 'standard':
      return asJson(told);
    case 'ntfy':
      return [
        {
          method: 'POST',
          url: receiver.url,
          headers: {
            'content-type': 'text/plain; charset=utf-8',
            // Header values are ASCII: ntfy reads RFC 2047 words.
            title: encodedWord(told.data.subject),
            priority: urgent ? '5' : '4',
            click: link,
            ...authorization,
          },
          body: text,
        },
      ];
    case 'matrix':
      // The transaction identifier makes a second sending of one call no second message.
      return asJson(
        { msgtype: 'm.text', body: `${text}\n${link}` },
        `${receiver.url.replace(/\/$/, '')}/send/m.room.message/${encodeURIComponent(id)}`,
        'PUT',
      );
    case 'teams':
      return asJson({
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              type: 'AdaptiveCard',
              version: '1.4',
              body: [{ type: 'TextBlock', text, wrap: true, weight: urgent ? 'Bolder' : 'Default' }],
              actions: [{ type: 'Action.OpenUrl', title: 'Belfry', url: link }],
            },
          },
        ],
      });
    case 'slack':
      return asJson({ text: `${forSlack(text)}\n<${link}>` });
    case 'text_message':
      return texts(receiver, id, `${text} ${link}`, authorization);
  }
}

/** Slack reads these three characters as markup; a title must not become a link or a mention. */
const forSlack = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const encodedWord = (text: string) =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

function texts(
  { gateway, url }: Receiver,
  id: string,
  text: string,
  authorization: Record<string, string>,
): Rendered[] {
  if (gateway === null) return [];
  const { contentType, recipients, template } = gateway;
  const escaped =
    contentType === 'application/json'
      ? (value: string) => JSON.stringify(value).slice(1, -1)
      : encodeURIComponent;
  return recipients.map((to) => {
    const values: Record<string, string> = { to, text, id: `${id}-${to}` };
    const body = template.replaceAll(/\{(to|text|id)\}/g, (_all, name: string) =>
      escaped(values[name] ?? ''),
    );
    return { method: 'POST', url, headers: { 'content-type': contentType, ...authorization }, body };
  });
}

/** What a recipe needs besides; null when nothing is missing. */
export function reasonIncomplete({ gateway, recipe }: Pick<Receiver, 'gateway' | 'recipe'>): string | null {
  if (recipe !== 'text_message') return null;
  if (gateway === null) return 'the template and the numbers';
  if (!gateway.template.includes('{to}') || !gateway.template.includes('{text}')) {
    return 'the template holds {to} and {text}';
  }
  if (gateway.contentType === 'application/json') {
    try {
      JSON.parse(gateway.template.replaceAll(/\{(to|text|id)\}/g, 'x'));
    } catch {
      return 'the template is JSON with {to} and {text} inside of strings';
    }
  }
  return null;
}
