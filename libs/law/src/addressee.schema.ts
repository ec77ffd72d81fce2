import { z } from 'zod';

/** Who a demand or a complaint goes to. */
export const addresseeKindSchema = z.enum([
  'school',
  'state_operator',
  'private_operator',
  'founder',
  'roskomnadzor',
  'prosecutor',
  'court',
  'childrens_ombudsman',
  'education_supervisor',
]);
export type AddresseeKind = z.infer<typeof addresseeKindSchema>;
