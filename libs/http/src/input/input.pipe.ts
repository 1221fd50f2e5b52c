import type { InputError } from '@janus/kernel';
import { validationFailed } from '@janus/kernel';
import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { getMetadataStorage, validate } from 'class-validator';
import { hasFormFields, invalidForm } from './form-body.js';
import type { InputRule } from './input-rules.js';
import { ruleMarksOf } from './input-rules.js';

const optionalBodyKey = Symbol('janus:optional-body');

/** Marks a body class whose request may come without a body. */
export const OptionalBody = (): ClassDecorator => (target) => Reflect.defineMetadata(optionalBodyKey, true, target);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks bodies and queries against their class and names every mistake at once. Nothing is ever converted: what comes out has
 * the very values that came in, and only the fields that the class knows.
 */
export class InputPipe implements PipeTransform {
  private readonly fieldsOf = new WeakMap<Type, ReadonlySet<string>>();

  constructor(private readonly rules: readonly InputRule[]) {}

  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || !metatype || this.knownFields(metatype).size === 0) return value;
    const isForm = type === 'body' && hasFormFields(metatype);
    const takesOnce = type === 'query' || isForm;
    const isOptional = takesOnce || Reflect.hasMetadata(optionalBodyKey, metatype);
    const given = value === undefined && isOptional ? {} : value;
    if (!isObject(given)) throw validationFailed([{ pointer: '', message: 'must be a JSON object' }]);
    const { instance, unknown } = this.fill(metatype, given);
    const pointer = type === 'body' ? bodyPointer : queryPointer;
    const mistakes = isForm ? [] : unknown.map((name) => ({ pointer: pointer(name), message: 'is not known here' }));
    if (takesOnce) mistakes.push(...repeated(given, pointer));
    mistakes.push(...(await broken(instance, pointer, takesOnce)));
    if (isForm && mistakes.length > 0) throw invalidForm(mistakes);
    this.judge(instance, metatype, mistakes, pointer);
    return instance;
  }

  /** Adds what the rules say of fields that are right otherwise, and throws if anything is wrong. */
  private judge(
    instance: object,
    type: Type,
    mistakes: readonly InputError[],
    pointer: (name: string) => string,
  ): void {
    const marks = Object.entries(ruleMarksOf(type)).filter(([name]) =>
      mistakes.every((one) => one.pointer !== pointer(name)),
    );
    const found = marks.flatMap(([name, ruleName]) => {
      const rule = this.rules.find((one) => one.name === ruleName);
      if (!rule) throw new Error(`no input rule named ${ruleName}`);
      const messages = rule.check(String((instance as Fields)[name]), instance as Fields);
      return messages.map((message) => ({ rule, error: { pointer: pointer(name), message } }));
    });
    const errors = [...mistakes, ...found.map(({ error }) => error)];
    const [first] = found;
    if (mistakes.length === 0 && first) throw first.rule.problem(errors);
    if (errors.length > 0) throw validationFailed(errors);
  }

  private fill(type: Type, given: Fields): { instance: object; unknown: string[] } {
    const known = this.knownFields(type);
    const instance = Object.create(type.prototype as object) as object;
    const names = Object.keys(given);
    for (const name of names) if (known.has(name)) (instance as Record<string, unknown>)[name] = given[name];
    return { instance, unknown: names.filter((name) => !known.has(name)) };
  }

  private knownFields(type: Type): ReadonlySet<string> {
    let fields = this.fieldsOf.get(type);
    if (!fields) {
      const metadatas = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
      fields = new Set(metadatas.map(({ propertyName }) => propertyName));
      this.fieldsOf.set(type, fields);
    }
    return fields;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bodyPointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function queryPointer(name: string): string {
  return `?${name}`;
}

function repeated(given: Fields, pointer: (name: string) => string): InputError[] {
  const names = Object.keys(given).filter((name) => Array.isArray(given[name]));
  return names.map((name) => ({ pointer: pointer(name), message: 'must be given once' }));
}

async function broken(instance: object, pointer: (name: string) => string, takesOnce: boolean): Promise<InputError[]> {
  const errors = await validate(instance, { forbidUnknownValues: false, stopAtFirstError: true });
  return errors
    .filter(({ value }) => !(takesOnce && Array.isArray(value)))
    .flatMap(({ property, constraints = {} }) =>
      Object.values(constraints).map((message) => ({
        pointer: pointer(property),
        message: withoutSubject(message, property),
      })),
    );
}

// The pointer names the field already.
function withoutSubject(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
