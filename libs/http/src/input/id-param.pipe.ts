import { isId, validationFailed } from '@janus/kernel';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Injectable } from '@nestjs/common';

/** An id in the path. */
@Injectable()
export class IdParamPipe implements PipeTransform {
  transform(value: unknown, { data }: ArgumentMetadata): string {
    if (!isId(value))
      throw validationFailed([{ pointer: `{${data ?? 'id'}}`, message: 'must be a UUIDv7 in lower case' }]);
    return value;
  }
}
