import type { Schema } from 'mongoose';

export type FieldType = typeof String | typeof Number | typeof Boolean | typeof Date | typeof Schema.Types.Mixed;

/** `null` behind a type: the field may be null. */
export type FieldSpec = readonly [FieldType, null?];

/** A record whose key field is `_id`. */
export type Doc<T, K extends keyof T> = Omit<T, K> & { readonly _id: string };

export interface CollectionSpec<T> {
  readonly name: string;
  readonly fields: Readonly<Record<Exclude<keyof T, '_id'>, FieldSpec>>;
}

export const text = [String] as const;
export const textOrNull = [String, null] as const;
export const instant = [Date] as const;
export const instantOrNull = [Date, null] as const;
