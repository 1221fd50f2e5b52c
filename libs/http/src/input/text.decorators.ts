import { codePoints, hasControls, isId, isWellFormedText, normalizeEmail } from '@janus/kernel';
import { ValidateBy } from 'class-validator';

/** A field rule: when it holds, and how a breach is told, without ever repeating the value. */
function Field(name: string, message: string, holds: (value: unknown) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: holds, defaultMessage: () => message } });
}

/** A line of text in well-formed Unicode without control characters; its length counts in code points after NFC. */
export function IsText({ min, max }: { min: number; max: number }): PropertyDecorator {
  return Field('isText', `must be a text of ${min} to ${max} characters without control characters`, (value) => {
    if (typeof value !== 'string' || !isWellFormedText(value) || hasControls(value)) return false;
    const length = codePoints(value.normalize('NFC'));
    return length >= min && length <= max;
  });
}

/** A password or token: well-formed Unicode without NUL, not empty, at most `max` code points. */
export function IsSecretText({ max }: { max: number }): PropertyDecorator {
  return Field('isSecretText', `must be a text of 1 to ${max} characters`, (value) => {
    return typeof value === 'string' && value !== '' && isWellFormedText(value) && codePoints(value) <= max;
  });
}

/** An address that `normalizeEmail` accepts. */
export function IsEmailAddress(): PropertyDecorator {
  return Field('isEmailAddress', 'must be an e-mail address', (value) => {
    return typeof value === 'string' && value.length <= 1024 && normalizeEmail(value) !== null;
  });
}

export function IsUuid7(): PropertyDecorator {
  return Field('isUuid7', 'must be a UUIDv7 in lower case', isId);
}

export function IsQueryBoolean(): PropertyDecorator {
  return Field('isQueryBoolean', 'must be true or false', (value) => value === 'true' || value === 'false');
}

/** Plain decimal digits between the bounds, both included. */
export function IsQueryInteger(min: number, max: number): PropertyDecorator {
  return Field('isQueryInteger', `must be a whole number from ${min} to ${max}`, (value) => {
    return (
      typeof value === 'string' && /^(0|[1-9]\d{0,8})$/.test(value) && Number(value) >= min && Number(value) <= max
    );
  });
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

/** The instant of a checked query parameter; null if it is absent. */
export function instantOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text.toUpperCase());
}

/** RFC 3339 with an offset; a day that the calendar has not is refused. */
export function IsQueryInstant(): PropertyDecorator {
  return Field('isQueryInstant', 'must be an instant like 2026-11-24T10:00:00Z', (value) => {
    if (typeof value !== 'string' || !instant.test(value)) return false;
    const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
    const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value.slice(0, 10));
    return isDay && !Number.isNaN(instantOf(value)?.getTime());
  });
}
