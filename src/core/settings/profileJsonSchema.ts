/** How do editors complete and check a team profile while it is written? */

import * as z from 'zod';

import { teamProfileSchema } from './teamProfile.ts';

/** What `media/team-profile.schema.json` must hold. */
export function profileJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(teamProfileSchema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  return { ...schema, title: 'Tandem team profile', allowComments: false };
}
