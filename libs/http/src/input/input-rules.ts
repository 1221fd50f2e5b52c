import type { InputError, Problem } from '@janus/kernel';

/** A rule over single fields that depends on the configuration, so that a decorator alone cannot state it. */
export interface InputRule {
  readonly name: string;
  /**
   * Every way in which the value breaks the rule, as sentences without their subject.
   * @param fields the other fields of the request, not checked yet
   */
  readonly check: (value: string, fields: Readonly<Record<string, unknown>>) => readonly string[];
  /** The problem if broken rules of this kind are all that is wrong with the request. */
  readonly problem: (errors: readonly InputError[]) => Problem;
}

const key = Symbol('janus:input-rules');

/** Field by field, the name of the rule that a class asks for. */
export type RuleMarks = Readonly<Record<string, string>>;

/** Has the input pipe check the field against the rule of this name, once its form is right. */
export function MarkedForRule(rule: string): PropertyDecorator {
  return (target, field) => {
    const marks = { ...ruleMarksOf(target.constructor), [String(field)]: rule };
    Reflect.defineMetadata(key, marks, target.constructor);
  };
}

export function ruleMarksOf(type: object): RuleMarks {
  return (Reflect.getMetadata(key, type) as RuleMarks | undefined) ?? {};
}
