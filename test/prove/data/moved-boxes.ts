import { randomBytes } from 'node:crypto';
import { Keyring, type KeyOwner, type SealedPlace } from '#vault';
import type { PromiseProof, Verdict } from '../promise.ts';
import { randomFrom } from '../random.ts';
import { type Box, SealedHouse } from './sealed-house.ts';

/** Opens `box`, as taken from the database, as if it stood at `at`; throws where it refuses. */
type Open = (branchId: string, at: { owner: KeyOwner; place: SealedPlace }, sealed: Buffer) => Buffer;

/** 32: a value that was moved to another row, column, family or branch does not open there. */
export const movedBoxes: PromiseProof = {
  id: '32-moved-ciphertext',
  ciSize: 5_000,
  sabotageSize: 500,
  run: ({ n }) => moveAbout(n, (opens) => opens),
  sabotages: [
    {
      name: 'the row is not authenticated',
      run: ({ n }) =>
        moveAbout(
          n,
          weakened(({ place }) => ({ ...place, row: '' })),
        ),
    },
    {
      name: 'the column is not authenticated',
      run: ({ n }) =>
        moveAbout(
          n,
          weakened(({ place }) => ({ ...place, table: '', column: '' })),
        ),
    },
    { name: 'all branches and families share one key', run: ({ n }) => moveAbout(n, sharedKey) },
  ],
};

interface Opening {
  readonly open: Open;
  /** The box as this way of sealing would have made it. */
  readonly sealedBy: (box: Box, stored: Buffer) => Buffer;
}

async function moveAbout(n: number, change: (opening: Opening) => Opening): Promise<Verdict> {
  const house = await SealedHouse.build(8);
  const random = randomFrom(320);
  try {
    const rings = new Map<string, Keyring>();
    const vault = await house.vault();
    for (const branchId of house.branches.ids) {
      // Also the other branch's families: their ids are no secret, and their values may have been copied over.
      const owners = house.boxes.map(({ owner }) => owner);
      rings.set(branchId, await house.branches.enter(branchId, () => vault.keyring(owners)));
    }
    const ringOf = (branchId: string): Keyring => rings.get(branchId) ?? raise();
    const { open, sealedBy } = change({
      open: (branchId, { owner, place }, sealed) => ringOf(branchId).openBytes(owner, place, sealed),
      sealedBy: (_, stored) => stored,
    });
    const stored: { box: Box; sealed: Buffer }[] = [];
    for (const box of house.boxes) stored.push({ box, sealed: sealedBy(box, await house.read(box)) });
    let violations = 0;
    // What was not moved must open, or refusing proves nothing.
    for (const { box, sealed } of stored) if (!opens(open, box.branchId, box, sealed)) violations += 1;
    for (let turn = 0; turn < n; turn += 1) {
      const from = stored[Math.floor(random() * stored.length)] ?? raise();
      const to = targetOf(from.box, house.boxes, turn, random);
      if (opens(open, to.branchId, to, from.sealed)) violations += 1;
    }
    return { n, violations, details: { values: stored.length } };
  } finally {
    await house.close();
  }
}

/** In turn: another row of the same column and owner, another column of the row, another family, another branch, any. */
function targetOf(from: Box, boxes: readonly Box[], turn: number, random: () => number): Box {
  const { place } = from;
  const elsewhere = (changes: Partial<Box>): Box => ({ ...from, ...changes });
  const other = boxes.filter((box) => box !== from);
  const any = other[Math.floor(random() * other.length)] ?? raise();
  switch (turn % 5) {
    case 0:
      return elsewhere({ place: { ...place, row: any.place.row === place.row ? '' : any.place.row } });
    case 1:
      return elsewhere({ place: { ...place, column: `${place.column}_2` } });
    case 2:
      return elsewhere({
        owner: boxes.find(({ owner }) => owner.kind === 'family' && owner !== from.owner)?.owner ?? raise(),
      });
    case 3:
      return elsewhere({ branchId: boxes.find(({ branchId }) => branchId !== from.branchId)?.branchId ?? raise() });
    default:
      return any;
  }
}

function opens(open: Open, branchId: string, at: { owner: KeyOwner; place: SealedPlace }, sealed: Buffer): boolean {
  try {
    open(branchId, at, sealed);
    return true;
  } catch {
    return false; // Refused, which is what is asked for.
  }
}

/** The vault as it would be if it authenticated less of the place. */
function weakened(placeOf: (at: { place: SealedPlace }) => SealedPlace) {
  return ({ open }: Opening): Opening => {
    const ring = new Keyring(
      'one',
      keysFor(() => key),
    );
    return {
      open: (_, at, sealed) => ring.openBytes(BRANCH, placeOf(at), sealed),
      sealedBy: (box, stored) => ring.sealBytes(BRANCH, placeOf(box), open(box.branchId, box, stored)),
    };
  };
}

function sharedKey({ open }: Opening): Opening {
  const ring = new Keyring(
    'one',
    keysFor(() => key),
  );
  return {
    open: (_, { place }, sealed) => ring.openBytes(BRANCH, place, sealed),
    sealedBy: (box, stored) => ring.sealBytes(BRANCH, box.place, open(box.branchId, box, stored)),
  };
}

const BRANCH: KeyOwner = { kind: 'branch' };
const key = randomBytes(32);

function keysFor(keyOf: () => Buffer) {
  return new Map([['branch', [{ generation: 1, key: keyOf() }]]]);
}

function raise(): never {
  throw new Error('The house of the proof is empty.');
}
