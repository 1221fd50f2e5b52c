import type { Problem } from '@janus/kernel';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toProblem } from './to-problem.js';
import { problemAnswer } from './write-problem.js';

export type OnProblem = (problem: Problem, request: FastifyRequest) => Promise<void>;

/** Writes every error, whether thrown by a handler or by Fastify before it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** @param onProblem told of every problem of a request that has a route, before it is answered */
  constructor(
    private readonly publicUrl: () => string,
    private readonly onProblem: OnProblem | null = null,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = toProblem(error, request.id);
    await this.tell(problem, request);
    this.write(problem, request, http.getResponse<FastifyReply>());
  }

  private async tell(problem: Problem, request: FastifyRequest): Promise<void> {
    try {
      await this.onProblem?.(problem, request);
    } catch (failure) {
      request.log.error({ err: failure }, 'a problem was not recorded');
    }
  }

  write(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = toProblem(error, request.id);
    this.log(problem, request);
    const hasToken = /^Bearer \S/i.test(request.headers.authorization ?? '');
    const answer = problemAnswer(problem, { id: request.id, hasToken }, this.publicUrl());
    void reply.code(answer.status).headers(answer.headers).send(JSON.stringify(answer.body));
  }

  // The cause is for the log alone, and never with headers or bodies: they hold tokens and passwords.
  private log(problem: Problem, request: FastifyRequest): void {
    const { code, status } = problem.type;
    if (status < 500) return;
    const line = { code, err: problem.cause ?? problem };
    if (status === 500) request.log.error(line, 'request failed');
    else
      request.log.warn(
        { ...line, err: problem.cause instanceof Error ? problem.cause.message : problem.message },
        'request put off',
      );
  }
}
