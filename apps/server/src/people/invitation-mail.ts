// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';

export interface InvitationWords {
  readonly name: string;
  readonly organisation: string;
  readonly link: string;
  readonly inviter: string;
}

/** Plain sentences, no picture, no tracking; the link works once and says until when. */
const words: Record<Language, (given: InvitationWords, until: string) => { subject: string; text: string }> =
  {
    en: (given, until) => ({
      subject: `Invitation to the incident desk of ${given.organisation}`,
      text: `Dear ${given.name},

${given.inviter} invites you to the incident desk of ${given.organisation}.

Open this link and choose how you sign in. It works once, until ${until}.

${given.link}

If you did not expect this, delete this message and tell your helpdesk.
`,
    }),
    nl: (given, until) => ({
      subject: `Uitnodiging voor het incidentenloket van ${given.organisation}`,
      text: `Dag ${given.name},

${given.inviter} nodigt u uit voor het incidentenloket van ${given.organisation}.

Open deze link en kies hoe u zich aanmeldt. De link werkt één keer, tot ${until}.

${given.link}

Verwachtte u dit niet? Verwijder dan dit bericht en verwittig uw helpdesk.
`,
    }),
    fr: (given, until) => ({
      subject: `Invitation au guichet des incidents de ${given.organisation}`,
      text: `Bonjour ${given.name},

${given.inviter} vous invite au guichet des incidents de ${given.organisation}.

Ouvrez ce lien et choisissez comment vous connecter. Il fonctionne une seule fois, jusqu’au ${until}.

${given.link}

Vous ne vous y attendiez pas ? Supprimez ce message et prévenez votre helpdesk.
`,
    }),
    de: (given, until) => ({
      subject: `Einladung zur Vorfallstelle von ${given.organisation}`,
      text: `Guten Tag ${given.name},

${given.inviter} lädt Sie zur Vorfallstelle von ${given.organisation} ein.

Öffnen Sie diesen Link und wählen Sie, wie Sie sich anmelden. Er gilt einmal, bis ${until}.

${given.link}

Haben Sie das nicht erwartet? Löschen Sie diese Nachricht und melden Sie es Ihrem Helpdesk.
`,
    }),
  };

export function invitationMail(
  language: Language,
  given: InvitationWords,
  expiresAt: Date,
  timeZone: string,
): { subject: string; text: string } {
  const until = new Intl.DateTimeFormat(language, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  }).format(expiresAt);
  // A name with a line break would add a header or a paragraph of its own.
  const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  const clean = {
    name: oneLine(given.name),
    organisation: oneLine(given.organisation),
    inviter: oneLine(given.inviter),
    link: given.link,
  };
  return words[language](clean, until);
}
