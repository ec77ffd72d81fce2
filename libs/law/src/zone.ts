import { Problem } from '#kernel';
import { DAY_MS, type EpochDay } from './epoch-day.ts';
import { lawProblems } from './problems.ts';

/** One IANA zone. Formatters are dear (about 50 µs to build), so a zone keeps its own and remembers offsets by UTC day. */
class Zone {
  readonly #clock: Intl.DateTimeFormat;
  /** UTC day -> offset that holds all day long, or null when the clocks change during it. */
  readonly #offsets = new Map<number, number | null>();

  constructor(readonly name: string) {
    try {
      this.#clock = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        calendar: 'gregory',
        numberingSystem: 'latn',
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch (error) {
      if (error instanceof RangeError)
        throw new Problem(lawProblems.timeZoneUnknown, { parameters: { timeZone: name } });
      throw error;
    }
  }

  /** Local clock minus UTC, in milliseconds. */
  offsetAt(time: number): number {
    const utcDay = Math.floor(time / DAY_MS);
    let offset = this.#offsets.get(utcDay);
    if (offset === undefined) {
      const atStart = this.#read(utcDay * DAY_MS);
      offset = atStart === this.#read((utcDay + 1) * DAY_MS) ? atStart : null;
      if (this.#offsets.size > 10_000) this.#offsets.clear();
      this.#offsets.set(utcDay, offset);
    }
    return offset ?? this.#read(time);
  }

  dayAt(time: number): EpochDay {
    return Math.floor((time + this.offsetAt(time)) / DAY_MS);
  }

  /** The first instant at which the local calendar shows `day`; where midnight is skipped, the moment after the skip. */
  startOfDay(day: EpochDay): number {
    const midnight = day * DAY_MS;
    const around = [this.offsetAt(midnight - DAY_MS), this.offsetAt(midnight + DAY_MS)];
    const earliest = midnight - Math.max(...around);
    for (const offset of [Math.max(...around), Math.min(...around)]) {
      if (this.offsetAt(midnight - offset) === offset) return midnight - offset;
    }
    let [before, after] = [earliest - DAY_MS, earliest + DAY_MS];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.dayAt(middle) < day) before = middle;
      else after = middle;
    }
    return after;
  }

  /** `YYYY-MM-DDTHH:MM` as the wall clock shows it. */
  wallClock(time: number): string {
    return new Date(time + this.offsetAt(time)).toISOString().slice(0, 16);
  }

  #read(time: number): number {
    const field: Record<string, number> = {};
    for (const part of this.#clock.formatToParts(time)) field[part.type] = Number(part.value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = field;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
  }
}

export type { Zone };

const zones = new Map<string, Zone>();

/** Throws Problem `law.time-zone-unknown` on a name that is not in the IANA database. */
export function zoneNamed(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = new Zone(name);
    zones.set(name, zone);
  }
  return zone;
}
