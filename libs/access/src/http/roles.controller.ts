import { Operation } from '@janus/http';
import { Controller, Get } from '@nestjs/common';
import type { User } from '../caller.js';
import { Permissions } from '../guard/access-rule.js';
import { CurrentUser } from '../guard/current-user.decorator.js';
import { MatrixResponse, toMatrixResponse } from './matrix.response.js';

@Controller('roles')
export class RolesController {
  @Get('matrix')
  @Permissions('roles:read')
  @Operation({
    id: 'readMatrix',
    tag: 'roles',
    summary: 'Who may do what',
    description: 'The whole matrix for moderators and above; for everybody else the column of their own role.',
    status: 200,
    answer: 'Roles, actions, and how far each role reaches.',
    type: MatrixResponse,
  })
  readMatrix(@CurrentUser() caller: User): MatrixResponse {
    return toMatrixResponse(caller.role);
  }
}
