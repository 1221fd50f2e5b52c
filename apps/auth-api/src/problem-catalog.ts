import { accessProblems } from '@janus/access';
import { authProblems } from '@janus/auth';
import { httpProblems } from '@janus/http';
import type { ProblemType } from '@janus/kernel';
import { kernelProblems, problemSlug } from '@janus/kernel';
import { mailProblems } from '@janus/mail';
import { policyProblems, usersProblems } from '@janus/users';

const all = {
  ...kernelProblems,
  ...httpProblems,
  ...accessProblems,
  ...usersProblems,
  ...policyProblems,
  ...authProblems,
  ...mailProblems,
};

/** Every code that this service answers with. */
export type ProblemCode = keyof typeof all;

/** By slug, as it stands in the `type` of an error. */
export const problemCatalog: ReadonlyMap<string, ProblemType> = new Map(
  Object.values<ProblemType>(all).map((type) => [problemSlug(type.code), type]),
);

/** The page of a problem, as `docs/problems/` keeps it and the service answers it. */
export function renderProblemPage({ code, status, title, meaning, cure }: ProblemType): string {
  return `# ${code}\n\n**${status} · ${title}**\n\n${meaning}\n\n## What to do\n\n${cure}\n`;
}
