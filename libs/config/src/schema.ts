import { auditSettings } from './audit.settings.js';
import { databaseSettings } from './database.settings.js';
import { limitSettings } from './limit.settings.js';
import { logSettings } from './log.settings.js';
import { mailSettings } from './mail.settings.js';
import { accountSettings, passwordSettings } from './password.settings.js';
import { serviceSettings } from './service.settings.js';
import { tokenSettings } from './token.settings.js';

/** Every setting of this version. */
export const schema = {
  ...serviceSettings,
  ...databaseSettings,
  ...tokenSettings,
  ...passwordSettings,
  ...accountSettings,
  ...mailSettings,
  ...limitSettings,
  ...auditSettings,
  ...logSettings,
};

export type SettingName = keyof typeof schema;

/** Each setting's parsed value; null if it has none. */
export type Parsed = { readonly [N in SettingName]: ReturnType<(typeof schema)[N]['parse']> | null };
