/** Who does something: a person in a role of the entered branch, or a job on behalf of the branch. Holds no names. */
export type Actor =
  | {
      readonly kind: 'person';
      readonly personId: string;
      readonly role: string;
      /** The request that carried the wish, for finding its log lines. */
      readonly requestId: string;
    }
  | { readonly kind: 'job'; readonly job: string; readonly outboxId: string };
