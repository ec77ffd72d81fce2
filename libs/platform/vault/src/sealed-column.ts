/** A column that holds boxes of the vault, as a room declares it: whose key sealed it and under which place. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** What the box authenticates as its column; it need not be the column's own name. */
  readonly place: string;
  /** SQL column with the id that the box authenticates as its row. */
  readonly row: string;
  /** SQL column with the family, null in a row of the branch; 'branch' or 'platform' where no family owns the table. */
  readonly owner: { readonly familyColumn: string } | 'branch' | 'platform';
}
