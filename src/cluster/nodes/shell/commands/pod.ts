/** The Pod that a command runs in, as the API has it. */
import type { Pod } from '../../../../kubernetes/generated/types.ts'
import { isPod } from '../../../../kubernetes/guards.ts'
import type { Session } from '../session.ts'

export const podOf = ({ world, instance }: Session): Pod | undefined => {
  const { namespace, pod } = instance.setup
  const found = world
    .snapshot()
    .objects.find((object) => object.kind === 'Pod' && object.metadata.namespace === namespace && object.metadata.name === pod)
  return found !== undefined && isPod(found) ? found : undefined
}
