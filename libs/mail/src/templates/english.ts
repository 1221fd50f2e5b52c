import type { Catalogue, Frame } from './mail-text.js';

const greeting = 'Hello {{name}},';
const footer = 'This message was sent by itself. Please do not answer it.';
const notYou =
  'If it was not you, choose a new password at once: use “Forgot password” on the sign-in page. That signs out every device.';

export const englishFrame: Frame = { linkHint: 'If the button does not work, open this address:' };

export const english: Catalogue = {
  'verify-email': {
    subject: 'Confirm your e-mail address',
    greeting,
    paragraphs: [
      'Please confirm that this e-mail address is yours.',
      'The link works once, for {{validFor}}.',
      'If you did not create an account, you need not do anything.',
    ],
    button: 'Confirm the address',
    footer,
  },
  'reset-password': {
    subject: 'Choose a new password',
    greeting,
    paragraphs: [
      'Somebody, hopefully you, asked for a new password for your account.',
      'The link works once, for {{validFor}}. Until you use it, your password stays as it is.',
      'If you did not ask for it, you need not do anything.',
    ],
    button: 'Choose a new password',
    footer,
  },
  'accept-invitation': {
    subject: 'You have been invited',
    greeting,
    paragraphs: [
      'An account has been made for you. Choose a password to use it.',
      'The link works once, for {{validFor}}.',
      'If you do not know what this is about, you need not do anything.',
    ],
    button: 'Accept the invitation',
    footer,
  },
  'confirm-email': {
    subject: 'Confirm your new e-mail address',
    greeting,
    paragraphs: [
      'Please confirm that this is the new e-mail address of your account. Until then the old one stays.',
      'The link works once, for {{validFor}}.',
      'If you did not ask for this change, you need not do anything.',
    ],
    button: 'Confirm the new address',
    footer,
  },
  'email-changed': {
    subject: 'Your e-mail address was changed',
    greeting,
    paragraphs: [
      'The e-mail address of your account was changed to {{newEmail}}. This is the last message to the old address.',
      'If it was you, you need not do anything.',
      'If it was not you, take the change back. The link works once, for {{validFor}}.',
    ],
    button: 'Take the change back',
    footer,
  },
  'password-changed': {
    subject: 'Your password was changed',
    greeting,
    paragraphs: [
      'The password of your account was changed on {{at}}.',
      'If it was you, you need not do anything.',
      notYou,
    ],
    button: null,
    footer,
  },
  'new-device': {
    subject: 'New sign-in to your account',
    greeting,
    paragraphs: [
      'Your account was signed in to on {{at}}, from where we had not seen it before.',
      'Device: {{device}}',
      'Network address: {{ip}}',
      'If it was you, you need not do anything.',
      notYou,
    ],
    button: null,
    footer,
  },
  'refresh-reuse': {
    subject: 'A session of yours was ended for safety',
    greeting,
    paragraphs: [
      'On {{at}} a sign-in token of your account was used a second time. That happens when somebody has copied it, so we ended the session.',
      'Device: {{device}}',
      'Sign in again to go on. If you use several devices, look through your list of sessions and end those that you do not know.',
      'If this happens again, choose a new password: that signs out every device.',
    ],
    button: null,
    footer,
  },
  'registration-of-known-address': {
    subject: 'You already have an account',
    greeting,
    paragraphs: [
      'Somebody, perhaps you, tried to create an account with this e-mail address. There is one already, and nothing about it was changed.',
      'If it was you, sign in as usual. If you do not remember your password, use “Forgot password” on the sign-in page.',
      'If it was not you, you need not do anything.',
    ],
    button: null,
    footer,
  },
};
