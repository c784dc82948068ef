/** A person as the database has them. */
import type { Ability, Language, ProfileView } from "../contract/values.ts";
import type { PersonRow } from "./rows.ts";

export interface PersonColumns {
  id: string;
  name: string;
  carer: number;
  language: Language;
  ability: Ability | null;
  wearable: string;
  sample: number;
  profile: string;
  verified: string | null;
  keeps_moments: number;
  helper: string;
}

export function personOf(row: PersonColumns): PersonRow {
  const { id, name, language, ability, wearable, verified, helper } = row;
  return {
    ...{ id, name, language, ability, wearable, verified, helper },
    carer: row.carer === 1,
    sample: row.sample === 1,
    keepsMoments: row.keeps_moments === 1,
    profile: JSON.parse(row.profile) as ProfileView,
  };
}
