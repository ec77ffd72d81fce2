/** One entry as read back. Dates are instants; `number` counts from 1 within the branch. */
export interface AuditEntry {
  readonly id: string;
  readonly number: number;
  readonly at: Date;
  readonly actor: { readonly kind: 'person' | 'job'; readonly id: string; readonly as: string };
  readonly requestId: string | null;
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly familyId: string | null;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditFilter {
  readonly action?: string | undefined;
  /** The person, or the outbox row of a job. */
  readonly actorId?: string | undefined;
  /** The role in which the person acted, or the name of the job. */
  readonly actorAs?: string | undefined;
  readonly subjectType?: string | undefined;
  readonly subjectId?: string | undefined;
  /** Any of them. */
  readonly subjectIds?: readonly string[] | undefined;
  readonly actions?: readonly string[] | undefined;
  readonly familyId?: string | undefined;
  /** Part of the reason, in any case. */
  readonly reason?: string | undefined;
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
}
