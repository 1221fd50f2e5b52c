import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './end.js';
import type { HttpConnection, WireAnswer } from './http-connection.js';
import { median, quantile } from './sample.js';

/** One kind of request of several that must look alike from outside. */
export interface TimedSide {
  readonly name: string;
  /** The complete request of this sample, counted from 0. */
  message(number: number): string;
}

export interface Sampled {
  readonly name: string;
  /** Milliseconds. */
  readonly times: readonly number[];
  /** The different answers, without what may differ. */
  readonly answers: ReadonlySet<string>;
}

const mostApart = 0.05;
// What may differ between any two answers: who reads them learns the time and how often they have asked.
const varying = /^(?:date|x-request-id|ratelimit[a-z-]*|retry-after):.*\r?\n/gim;

/**
 * So many samples a side, one at a time, the sides in random order.
 * @param pauseMs before each, for requests that leave work behind which would hit another one's sample
 */
export async function sampleSides(
  wire: HttpConnection,
  sides: readonly TimedSide[],
  samples: number,
  pauseMs = 0,
): Promise<Sampled[]> {
  const all = sides.map((side) => ({ side, name: side.name, times: [] as number[], answers: new Set<string>() }));
  for (let number = 0; number < samples; number += 1) {
    const order = all.map((one) => ({ one, place: randomInt(1 << 30) })).toSorted((a, b) => a.place - b.place);
    for (const { one } of order) {
      const message = one.side.message(number);
      if (pauseMs > 0) await pause(pauseMs);
      const sentAt = performance.now();
      const answer = await wire.send(message);
      one.times.push(performance.now() - sentAt);
      one.answers.add(appearance(answer));
    }
  }
  return all;
}

function appearance({ head, body }: WireAnswer): string {
  return `${head}\r\n`.replaceAll(varying, '') + body.replace(/"requestId":"[^"]*"/, '"requestId":""');
}

/**
 * What does not hold of: the medians differ by at most 5 %, answers are the same to the letter but for the request's id and the
 * date.
 * @param title printed before every figure
 * @param expected matches the one answer
 * @param noiseMs medians may differ by so much in any case: 5 % of a quick answer are less than two runs of the same differ by
 */
export function differencesOf(title: string, all: readonly Sampled[], expected: RegExp, noiseMs = 0): string[] {
  for (const { name, times, answers } of all) {
    const cells = [0.25, 0.5, 0.75].map((share) => quantile(times, share).toFixed(2).padStart(8));
    say(`${title} ${name.padEnd(26)} ${times.length} samples ${cells.join(' ')} ms; ${answers.size} kind of answer`);
  }
  const medians = all.map(({ times }) => median(times));
  const [least, most] = [Math.min(...medians), Math.max(...medians)];
  const apart = most / least - 1;
  const answers = [...new Set(all.flatMap(({ answers: own }) => [...own]))];
  say(`${title} medians apart by ${(apart * 100).toFixed(1)} %, different answers ${answers.length}`);
  const unexpected = answers.filter((text) => !expected.test(text));
  return [
    ...(apart <= mostApart || most - least <= noiseMs
      ? []
      : [`${title}: medians are ${(apart * 100).toFixed(1)} % apart`]),
    ...(answers.length === 1 ? [] : [`${title}: ${answers.length} different answers:\n${answers.join('\n--\n')}`]),
    ...unexpected.map((text) => `${title}: an unexpected answer: ${text.slice(0, text.indexOf('\r\n'))}`),
  ];
}
