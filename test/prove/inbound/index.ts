import type { ProofGroup } from '../promise.ts';
import { forgedBounces } from './forged-bounces.ts';
import { guessedAddresses } from './guessed-addresses.ts';
import { killedIntake } from './killed-intake.ts';
import { machineMail } from './machine-mail.ts';
import { mutatedMail } from './mutated-mail.ts';

export const inbound: ProofGroup = {
  name: 'inbound',
  promises: [killedIntake, guessedAddresses, machineMail, mutatedMail, forgedBounces],
};
