import { auditSettings } from './audit.settings.js';
import { databaseSettings } from './database.settings.js';
import { limitSettings } from './limit.settings.js';
import { logSettings } from './log.settings.js';
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
  ...limitSettings,
  ...auditSettings,
  ...logSettings,
};

export type SettingName = keyof typeof schema;

/** Each setting's parsed value; null if it has none. */
export type Parsed = { readonly [N in SettingName]: ReturnType<(typeof schema)[N]['parse']> | null };

/** Settings of later versions: known, so that nobody believes that they work yet. */
export const laterSettings = /^(MAIL_URL|MAIL_FROM)(_FILE)?$/;
