import { ConfigurableModuleBuilder } from '@nestjs/common';

export interface AccessOptions {
  /** The `iss` that tokens must have; a function, for it may follow from the port that the system chose. */
  readonly issuer: () => string;
  readonly audience: string;
  readonly maxTtlSeconds: number;
}

export const { ConfigurableModuleClass: AccessModuleClass, MODULE_OPTIONS_TOKEN: ACCESS_OPTIONS } =
  new ConfigurableModuleBuilder<AccessOptions>({ moduleName: 'Access' }).setClassMethodName('forRoot').build();
