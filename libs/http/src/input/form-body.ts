import { kernelProblems, Problem } from '@janus/kernel';
import type { InputError, ProblemType } from '@janus/kernel';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';

/** The parameters of a form: the value, or for a parameter that was repeated a list, which says only that it was. */
export type FormBody = Readonly<Record<string, string | readonly string[]>>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const formType = 'application/x-www-form-urlencoded';
const formKey = Symbol('janus:form-fields');

/** Marks a route whose body is `application/x-www-form-urlencoded` and nothing else: one that an OAuth RFC defines. */
export const ReadsForm = () => applyDecorators(RouteConfig({ readsForm: true }), ApiConsumes(formType));

/** Marks a body class whose fields come from a form: unknown ones are ignored, repeated ones are not (RFC 6749 section 3.2). */
export const FormFields = (): ClassDecorator => (target) => Reflect.defineMetadata(formKey, true, target);

export function hasFormFields(type: object): boolean {
  return Reflect.hasMetadata(formKey, type);
}

/** What is wrong with a form, told in the words of RFC 6749 section 5.2, too. */
export function invalidForm(errors: readonly InputError[]): Problem {
  return invalidRequest(kernelProblems.VALIDATION_FAILED, { errors });
}

export function invalidRequest(type: ProblemType, extra: object = {}): Problem {
  return new Problem(type, { extra: { ...extra, error: 'invalid_request' } });
}

/**
 * Reads a form strictly: UTF-8, and every `%` begins an escape. A parameter without a value counts as left out (RFC 6749
 * section 3.2).
 * @throws Problem VALIDATION_FAILED
 */
export function parseForm(body: Buffer): FormBody {
  const form = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of pairsOf(body)) {
    if (value !== '') form[name] = name in form ? [value] : value;
  }
  return form;
}

function pairsOf(body: Buffer): (readonly [name: string, value: string])[] {
  try {
    const parts = utf8.decode(body).split('&').filter(Boolean);
    return parts.map((part) => {
      const [name = '', ...value] = part.split('=');
      return [decoded(name), decoded(value.join('='))] as const;
    });
  } catch {
    throw invalidForm([{ pointer: '', message: 'must be form-urlencoded in UTF-8' }]);
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
