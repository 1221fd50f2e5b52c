import { name, version } from '../../../package.json';

/** What the service says of itself to those who may know. */
export interface AppInfo {
  readonly version: string;
  readonly poolSize: number;
}

export const APP_INFO = Symbol('AppInfo');

export const appName = name;
export const appVersion = version;
