/** The cluster of an attempt: made for it alone, and gone with it. */
import { createEmbeddedEnvironment } from '../environments/embedded.ts'
import type { ExportingEnvironment } from '../environments/environment.ts'
import { createKindEnvironment } from '../environments/kind/environment.ts'
import type { Attempt } from './attempt.ts'

/** `section` is the mark of what is put there. */
export const environmentOf = (
  { cluster, environment }: Pick<Attempt, 'cluster' | 'environment'>,
  section = 'exam',
): ExportingEnvironment =>
  environment === 'kind' ? createKindEnvironment(cluster, section) : createEmbeddedEnvironment(cluster)
