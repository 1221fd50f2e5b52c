import { Clock, SystemClock } from '@janus/kernel';
import { Global, Module } from '@nestjs/common';

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
export class ClockModule {}
