import type { PageTexts } from './page-text.js';

export const german: PageTexts = {
  pages: {
    'verify-email': {
      title: 'E-Mail-Adresse bestätigen',
      intro: 'Bestätigen Sie mit der Schaltfläche, dass diese E-Mail-Adresse Ihnen gehört.',
      button: 'Adresse bestätigen',
      done: 'Ihre E-Mail-Adresse ist bestätigt',
      next: 'Sie können sich jetzt anmelden.',
      deadLink:
        'Falls Sie ihn selbst verwendet haben, ist Ihre Adresse bestätigt. Falls nicht, fordern Sie auf der Anmeldeseite eine neue Nachricht an.',
    },
    'reset-password': {
      title: 'Neues Passwort wählen',
      intro: 'Das neue Passwort ersetzt das alte, und alle Geräte werden abgemeldet.',
      button: 'Neues Passwort speichern',
      done: 'Ihr Passwort wurde geändert',
      next: 'Sie können sich jetzt mit dem neuen Passwort anmelden.',
      deadLink: 'Wenn Sie einen neuen brauchen, verwenden Sie „Passwort vergessen“ auf der Anmeldeseite.',
    },
    'accept-invitation': {
      title: 'Einladung annehmen',
      intro: 'Für Sie wurde ein Konto angelegt. Wählen Sie ein Passwort, um es zu verwenden.',
      button: 'Passwort speichern',
      done: 'Ihr Konto ist bereit',
      next: 'Sie können sich jetzt mit Ihrer E-Mail-Adresse und dem gewählten Passwort anmelden.',
      deadLink:
        'Falls Sie schon ein Passwort gewählt haben, melden Sie sich damit an. Falls nicht, bitten Sie um eine neue Einladung.',
    },
    'confirm-email': {
      title: 'Neue E-Mail-Adresse bestätigen',
      intro:
        'Bestätigen Sie mit der Schaltfläche, dass Ihr Konto diese E-Mail-Adresse bekommen soll. Bis dahin bleibt es bei der alten.',
      button: 'Neue Adresse bestätigen',
      done: 'Ihre E-Mail-Adresse wurde geändert',
      next: 'Sie können sich jetzt mit der neuen Adresse anmelden.',
      deadLink: 'Falls Ihr Konto noch die alte Adresse hat, veranlassen Sie die Änderung noch einmal.',
    },
    'undo-email': {
      title: 'Änderung der Adresse zurücknehmen',
      intro: 'Mit der Schaltfläche bekommt Ihr Konto seine alte E-Mail-Adresse zurück.',
      button: 'Änderung zurücknehmen',
      done: 'Ihr Konto hat wieder die alte E-Mail-Adresse',
      next: 'Sie können sich jetzt mit der alten Adresse anmelden. Falls nicht Sie sie geändert haben, wählen Sie sofort ein neues Passwort: über „Passwort vergessen“ auf der Anmeldeseite.',
      deadLink:
        'Falls Ihr Konto noch eine Adresse hat, die nicht Ihnen gehört, wenden Sie sich an die Betreiber des Dienstes, bei dem Sie es verwenden.',
    },
  },
  messages: {
    sending: 'Einen Augenblick, bitte …',
    deadLink: 'Dieser Link gilt nicht mehr: Er wurde verwendet, ist zu alt, oder es gibt einen neueren.',
    emptyPassword: 'Bitte geben Sie ein Passwort ein.',
    refusedPassword: 'Dieses Passwort kann nicht verwendet werden. Es',
    tooMany: 'Das waren zu viele Versuche. Bitte versuchen Sie es in {{wait}} wieder.',
    tooManyForNow: 'Das waren zu viele Versuche. Bitte versuchen Sie es später wieder.',
    unavailable: 'Der Dienst ist überlastet oder wird gerade gewartet. Bitte versuchen Sie es gleich noch einmal.',
    unreachable:
      'Der Dienst ist nicht zu erreichen. Prüfen Sie Ihre Verbindung und drücken Sie die Schaltfläche noch einmal.',
    failed: 'Das hat nicht geklappt, und es liegt an uns. Bitte versuchen Sie es später wieder.',
    reference: 'Wenn Sie jemanden um Rat fragen, nennen Sie diese Nummer: {{id}}',
  },
  noScript:
    'Diese Seite braucht JavaScript, das Ihr Browser nicht ausführt. Erlauben Sie es für diese Seite, oder öffnen Sie den Link in einem anderen Browser.',
  incomplete:
    'Der Link ist nicht vollständig. Öffnen Sie ihn noch einmal aus der Nachricht; wenn Sie ihn kopieren, kopieren Sie ihn ganz. Das ist auch nötig, nachdem diese Seite neu geladen wurde.',
  password: 'Neues Passwort',
  showPassword: 'Passwort anzeigen',
  rulesIntro: 'Das Passwort',
  rule: {
    too_short: ({ shortest }) => `muss mindestens ${shortest} Zeichen haben`,
    too_long: ({ longest }) => `darf höchstens ${longest} Zeichen haben`,
    upper: () => 'muss einen Großbuchstaben enthalten',
    lower: () => 'muss einen Kleinbuchstaben enthalten',
    digit: () => 'muss eine Ziffer enthalten',
    special: () => 'muss ein Sonderzeichen enthalten',
    common: () => 'darf keines der häufigsten Passwörter sein',
    context: () =>
      'darf nicht der Name des Dienstes oder Ihres Postfachs sein, auch nicht mit Ziffern und Zeichen davor oder dahinter',
  },
};
