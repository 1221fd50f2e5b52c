import { Public } from '@janus/access';
import { Operation, httpProblems } from '@janus/http';
import { Problem } from '@janus/kernel';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { problemCatalog, renderProblemPage } from './problem-catalog.js';

/** The page behind the `type` of an error (RFC 9457 section 3.1.1). */
@Controller('problems')
@Public()
export class ProblemsController {
  @Get(':code')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Operation({
    id: 'readProblem',
    isUnlimited: true,
    tag: 'problems',
    summary: 'What an error code means',
    status: 200,
    answer: 'The page, in Markdown.',
    response: { content: { 'text/plain': { schema: { type: 'string' }, example: '# EMAIL_TAKEN\n' } } },
    problems: [httpProblems.NOT_FOUND],
  })
  read(@Param('code') slug: string): string {
    const type = problemCatalog.get(slug);
    if (!type) throw new Problem(httpProblems.NOT_FOUND);
    return renderProblemPage(type);
  }
}
