/** So many callers at once stand for everybody who could come at the same moment. */
export const racers = 16;

/** Runs the same transition from many callers at once. @returns how many of them were told that they won */
export async function race(transition: (racer: number) => Promise<boolean>, count = racers): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: count }, (_, racer) => transition(racer)));
  return outcomes.filter(Boolean).length;
}

/** What is no id, and to some drivers means "any row". */
export const noIds: readonly unknown[] = [
  '',
  'x',
  undefined,
  null,
  {},
  { $ne: null },
  '019AB4C8-5F00-7C3E-8A6B-0C5D4E3F2A1B',
];
