import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface UsersOptions {
  /** Where people and links reach the service; a function, for it may follow from the port that the system chose. */
  readonly publicUrl: () => string;
  readonly requireVerifiedEmail: boolean;
  /** Whether invitations are mailed where nobody says otherwise; else the link is handed over. */
  readonly invitesByMail: boolean;
  /** Key of the digests under which request bodies are remembered for `Idempotency-Key`. */
  readonly idempotencyKey: Buffer;
  /** Key that signs page cursors. */
  readonly cursorKey: Buffer;
}

export const { ConfigurableModuleClass: UsersModuleClass, MODULE_OPTIONS_TOKEN: USERS_OPTIONS } =
  new ConfigurableModuleBuilder<UsersOptions>({ moduleName: 'Users' }).setClassMethodName('forRoot').build();
