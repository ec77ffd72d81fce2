/** Whose key seals: people of the system, the branch (it comes from TenantScope), or one family of the branch. */
export type KeyOwner =
  { readonly kind: 'platform' } | { readonly kind: 'branch' } | { readonly kind: 'family'; readonly familyId: string };

export function ownerName(owner: KeyOwner): string {
  return owner.kind === 'family' ? `family ${owner.familyId}` : owner.kind;
}
