import type { PageTexts } from './page-text.js';

const signIn = 'You can sign in now.';

export const english: PageTexts = {
  pages: {
    'verify-email': {
      title: 'Confirm your e-mail address',
      intro: 'Press the button to confirm that this e-mail address is yours.',
      button: 'Confirm the address',
      done: 'Your e-mail address is confirmed',
      next: signIn,
      deadLink: 'If it was you who used it, your address is confirmed. If not, ask for a new mail on the sign-in page.',
    },
    'reset-password': {
      title: 'Choose a new password',
      intro: 'The new password takes the place of the old one, and every device is signed out.',
      button: 'Save the new password',
      done: 'Your password was changed',
      next: 'You can sign in now, with the new password.',
      deadLink: 'If you need a new one, use “Forgot password” on the sign-in page.',
    },
    'accept-invitation': {
      title: 'Accept the invitation',
      intro: 'An account has been made for you. Choose a password to use it.',
      button: 'Save the password',
      done: 'Your account is ready',
      next: 'You can sign in now, with your e-mail address and the password that you have chosen.',
      deadLink:
        'If you have chosen a password already, sign in with it. If not, ask whoever invited you for a new invitation.',
    },
    'confirm-email': {
      title: 'Confirm your new e-mail address',
      intro: 'Press the button to make this the e-mail address of your account. Until then the old one stays.',
      button: 'Confirm the new address',
      done: 'Your e-mail address was changed',
      next: 'You can sign in now, with the new address.',
      deadLink: 'If your account still has the old address, ask for the change again.',
    },
    'undo-email': {
      title: 'Take back the change of your address',
      intro: 'Press the button to give your account its old e-mail address back.',
      button: 'Take the change back',
      done: 'Your account has its old e-mail address again',
      next: 'You can sign in now, with the old address. If it was not you who changed it, choose a new password at once: use “Forgot password” on the sign-in page.',
      deadLink:
        'If your account still has an address that is not yours, tell the people who run the service where you use it.',
    },
  },
  messages: {
    sending: 'One moment, please …',
    deadLink: 'This link does not work any more: it was used, is too old, or there is a newer one.',
    emptyPassword: 'Please enter a password.',
    refusedPassword: 'This password cannot be used. It',
    tooMany: 'There were too many attempts. Please try again in {{wait}}.',
    tooManyForNow: 'There were too many attempts. Please try again later.',
    unavailable: 'The service is busy or being looked after. Please try again in a moment.',
    unreachable: 'The service cannot be reached. Check your connection, then press the button again.',
    failed: 'That did not work, and it is our fault. Please try again later.',
    reference: 'If you ask somebody for advice, tell them this number: {{id}}',
  },
  noScript:
    'This page needs JavaScript, and your browser does not run it. Allow it for this page, or open the link in another browser.',
  incomplete:
    'The link is not complete. Open it from the mail once more; if you copy it, copy all of it. It is also needed again after this page was reloaded.',
  password: 'New password',
  showPassword: 'Show the password',
  rulesIntro: 'The password',
  rule: {
    too_short: ({ shortest }) => `must have at least ${shortest} characters`,
    too_long: ({ longest }) => `must have at most ${longest} characters`,
    upper: () => 'must contain an upper-case letter',
    lower: () => 'must contain a lower-case letter',
    digit: () => 'must contain a digit',
    special: () => 'must contain a special character',
    common: () => 'must not be one of the most common passwords',
    context: () =>
      'must not be the name of the service or of your mailbox, with or without digits and symbols around it',
  },
};
