import type { Catalogue, Frame } from './mail-text.js';

const greeting = 'Guten Tag {{name}},';
const footer = 'Diese Nachricht wurde automatisch versandt. Bitte antworten Sie nicht darauf.';
const notYou =
  'Falls Sie es nicht waren, wählen Sie sofort ein neues Passwort: über „Passwort vergessen“ auf der Anmeldeseite. Damit werden alle Geräte abgemeldet.';

export const germanFrame: Frame = { linkHint: 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:' };

export const german: Catalogue = {
  'verify-email': {
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    greeting,
    paragraphs: [
      'Bitte bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört.',
      'Der Link gilt {{validFor}} lang und nur einmal.',
      'Falls Sie kein Konto angelegt haben, brauchen Sie nichts zu tun.',
    ],
    button: 'Adresse bestätigen',
    footer,
  },
  'reset-password': {
    subject: 'Wählen Sie ein neues Passwort',
    greeting,
    paragraphs: [
      'Jemand, vermutlich Sie, hat für Ihr Konto ein neues Passwort angefordert.',
      'Der Link gilt {{validFor}} lang und nur einmal. Solange Sie ihn nicht verwenden, bleibt Ihr Passwort, wie es ist.',
      'Falls Sie es nicht angefordert haben, brauchen Sie nichts zu tun.',
    ],
    button: 'Neues Passwort wählen',
    footer,
  },
  'accept-invitation': {
    subject: 'Sie sind eingeladen',
    greeting,
    paragraphs: [
      'Für Sie wurde ein Konto angelegt. Wählen Sie ein Passwort, um es zu verwenden.',
      'Der Link gilt {{validFor}} lang und nur einmal.',
      'Falls Sie nicht wissen, worum es geht, brauchen Sie nichts zu tun.',
    ],
    button: 'Einladung annehmen',
    footer,
  },
  'confirm-email': {
    subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
    greeting,
    paragraphs: [
      'Bitte bestätigen Sie, dass dies die neue E-Mail-Adresse Ihres Kontos ist. Bis dahin bleibt es bei der alten.',
      'Der Link gilt {{validFor}} lang und nur einmal.',
      'Falls Sie diese Änderung nicht veranlasst haben, brauchen Sie nichts zu tun.',
    ],
    button: 'Neue Adresse bestätigen',
    footer,
  },
  'email-changed': {
    subject: 'Ihre E-Mail-Adresse wurde geändert',
    greeting,
    paragraphs: [
      'Die E-Mail-Adresse Ihres Kontos wurde in {{newEmail}} geändert. Dies ist die letzte Nachricht an die alte Adresse.',
      'Falls Sie es waren, brauchen Sie nichts zu tun.',
      'Falls Sie es nicht waren, nehmen Sie die Änderung zurück. Der Link gilt {{validFor}} lang und nur einmal.',
    ],
    button: 'Änderung zurücknehmen',
    footer,
  },
  'password-changed': {
    subject: 'Ihr Passwort wurde geändert',
    greeting,
    paragraphs: [
      'Das Passwort Ihres Kontos wurde am {{at}} geändert.',
      'Falls Sie es waren, brauchen Sie nichts zu tun.',
      notYou,
    ],
    button: null,
    footer,
  },
  'new-device': {
    subject: 'Neue Anmeldung an Ihrem Konto',
    greeting,
    paragraphs: [
      'An Ihrem Konto hat sich am {{at}} jemand angemeldet, und zwar von einer Stelle, die wir noch nicht kannten.',
      'Gerät: {{device}}',
      'Netzwerkadresse: {{ip}}',
      'Falls Sie es waren, brauchen Sie nichts zu tun.',
      notYou,
    ],
    button: null,
    footer,
  },
  'refresh-reuse': {
    subject: 'Eine Ihrer Sitzungen wurde vorsorglich beendet',
    greeting,
    paragraphs: [
      'Am {{at}} wurde ein Anmelde-Token Ihres Kontos ein zweites Mal verwendet. Das geschieht, wenn jemand es kopiert hat; deshalb haben wir die Sitzung beendet.',
      'Gerät: {{device}}',
      'Melden Sie sich wieder an, um fortzufahren. Wenn Sie mehrere Geräte verwenden, sehen Sie die Liste Ihrer Sitzungen durch und beenden Sie die, die Sie nicht kennen.',
      'Falls es wieder geschieht, wählen Sie ein neues Passwort: Damit werden alle Geräte abgemeldet.',
    ],
    button: null,
    footer,
  },
  'registration-of-known-address': {
    subject: 'Sie haben bereits ein Konto',
    greeting,
    paragraphs: [
      'Jemand, vielleicht Sie, wollte mit dieser E-Mail-Adresse ein Konto anlegen. Es gibt bereits eines, und daran wurde nichts geändert.',
      'Falls Sie es waren, melden Sie sich wie gewohnt an. Wenn Sie Ihr Passwort nicht mehr wissen, verwenden Sie „Passwort vergessen“ auf der Anmeldeseite.',
      'Falls Sie es nicht waren, brauchen Sie nichts zu tun.',
    ],
    button: null,
    footer,
  },
};
