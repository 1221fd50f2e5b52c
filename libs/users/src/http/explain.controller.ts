import type { User } from '@janus/access';
import { CurrentUser, Permissions } from '@janus/access';
import { Operation } from '@janus/http';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ExplainService } from '../policy/explain.service.js';
import { policyProblems } from '../policy/policy.problems.js';
import { usersProblems } from '../users.problems.js';
import { ExplainDto, ExplanationResponse, toExplanationResponse, toQuestion } from './explain.dto.js';

@Controller('authz')
export class ExplainController {
  constructor(private readonly explanations: ExplainService) {}

  @Post('explain')
  @HttpCode(200)
  @Permissions('authz:explain')
  @Operation({
    id: 'explain',
    tag: 'roles',
    summary: 'May somebody do this, and if not, why',
    description:
      'A dry run of the rules that decide the real call. It changes nothing, and speaks of nobody whom the caller may not read: such a target is answered like one that does not exist.',
    status: 200,
    answer: 'What the call would come to.',
    type: ExplanationResponse,
    problems: [usersProblems.USER_NOT_FOUND, policyProblems.TARGET_NOT_BELOW],
  })
  async explain(@CurrentUser() caller: User, @Body() dto: ExplainDto): Promise<ExplanationResponse> {
    return toExplanationResponse(await this.explanations.explain(caller, toQuestion(dto)));
  }
}
