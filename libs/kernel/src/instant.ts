const form =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const minuteMs = 60_000;

/**
 * An instant as RFC 3339 writes it, to the millisecond; finer digits are cut off.
 * @returns null if it is none: a day that the calendar does not have, no offset, a leap second, or before 1970
 */
export function parseInstant(text: string): Date | null {
  const [, ...parts] = form.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts.slice(0, 6).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const [fraction = '', sign, offsetHours, offsetMinutes] = parts.slice(6);
  const local = new Date(
    Date.UTC(year, month - 1, day, hour, minute, second, Number(fraction.padEnd(3, '0').slice(0, 3))),
  );
  // A 30th of February has become a day of March.
  if (local.getUTCFullYear() !== year || local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return null;
  const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * (sign === '-' ? -minuteMs : minuteMs);
  const instant = new Date(local.getTime() - offset);
  return instant.getTime() >= 0 && instant.getUTCFullYear() <= 9999 ? instant : null;
}
