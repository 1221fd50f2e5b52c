import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface AuditOptions {
  /** Keys of the chains' digests: the first one writes, all of them verify. */
  readonly chainKeys: readonly Buffer[];
  /** Key that signs page cursors. */
  readonly cursorKey: Buffer;
  readonly publicUrl: () => string;
  /** After so many days an event is removed; null: never. */
  readonly retentionDays: number | null;
}

export const { ConfigurableModuleClass: AuditModuleClass, MODULE_OPTIONS_TOKEN: AUDIT_OPTIONS } =
  new ConfigurableModuleBuilder<AuditOptions>({ moduleName: 'Audit' }).setClassMethodName('forRoot').build();
