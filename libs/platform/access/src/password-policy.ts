import { Injectable } from '@nestjs/common';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { type FieldError, kernelProblems, Problem } from '#kernel';
import { FREQUENT_RUSSIAN_PASSWORDS, inLatinLayout } from './frequent-russian-passwords.ts';
import { type PasswordFault, passwordFaults } from './password-faults.ts';

const SHORTEST = 10;
/** Beyond this the estimate only gets slower: what is judged of a long password is its beginning. */
const LONGEST_JUDGED = 28;
/** 0 to 4; 3 stands for more than 10^8 guesses, each of which costs argon2id. */
const LEAST_SCORE = 3;

/** Refuses passwords that are short, leaked, common or about their owner. Asks nobody: the lists are bundled. */
@Injectable()
export class PasswordPolicy {
  #judge: ZxcvbnFactory | undefined;

  /**
   * @param personal the person's address and name: no part of them may carry the password.
   * @param pointer where the password stands in the request.
   * @throws Problem validation (422) that names every fault: password-short, password-personal, password-common,
   *   password-guessable.
   */
  assertGood(password: string, personal: readonly string[], pointer: string): void {
    const faults = this.faultsOf(password, personal);
    if (faults.length === 0) return;
    const errors = faults.map((rule): FieldError => ({ pointer, rule, message: passwordFaults[rule] }));
    throw new Problem(kernelProblems.validation, { errors });
  }

  faultsOf(password: string, personal: readonly string[]): PasswordFault[] {
    if (Array.from(password).length < SHORTEST) return ['password-short'];
    const own = personal
      .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
      .filter((word) => word.length > 2);
    const judged = password.slice(0, LONGEST_JUDGED);
    const spellings = [...new Set([judged, inLatinLayout(judged)])];
    const verdicts = spellings.map((text) => this.judge.check(text, own));
    const weak = verdicts.find(({ score }) => score < LEAST_SCORE);
    if (weak === undefined) return [];
    const lists = weak.sequence.map((match) => ('dictionaryName' in match ? String(match.dictionaryName) : ''));
    if (lists.includes('userInputs')) return ['password-personal'];
    return lists.some((list) => /passwords|russian/.test(list)) ? ['password-common'] : ['password-guessable'];
  }

  /** Made at first use: the lists take a fifth of a second to read, and most processes judge no password at all. */
  private get judge(): ZxcvbnFactory {
    this.#judge ??= new ZxcvbnFactory({
      dictionary: {
        ...dictionary,
        'russian-common': [...FREQUENT_RUSSIAN_PASSWORDS, ...FREQUENT_RUSSIAN_PASSWORDS.map(inLatinLayout)],
      },
      graphs: adjacencyGraphs,
      maxLength: LONGEST_JUDGED,
    });
    return this.#judge;
  }
}
