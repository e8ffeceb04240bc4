/** @see k8s.io/kubernetes pkg/apis/node/validation/validation.go, v1.34 */
import type { RuntimeClass, Toleration } from '../generated/types.ts'
import { internalValue } from '../go/internal-json.ts'
import type { StatusCause } from '../status.ts'
import { duplicate, invalidEach } from './causes.ts'
import { validateLabels } from './metadata.ts'
import { dns1123Label } from './names.ts'
import { validateResources } from './pod/container-resources.ts'
import { validateTolerations } from './pod/scheduling.ts'

const keyOf = ({ key, operator, value, effect }: Toleration): string =>
  [key, operator, value, effect].map((part) => part ?? '').join('\n')

const validateUnique = (tolerations: readonly Toleration[], path: string): readonly StatusCause[] => {
  const keys = tolerations.map(keyOf)
  return tolerations.flatMap((toleration, index) =>
    keys.indexOf(keys[index] ?? '') < index
      ? [duplicate(`${path}[${index}]`, internalValue('core.Toleration', toleration))]
      : [],
  )
}

const validateScheduling = (scheduling: NonNullable<RuntimeClass['scheduling']>): readonly StatusCause[] => {
  const { nodeSelector, tolerations = [] } = scheduling
  const path = 'scheduling.tolerations'
  return [
    ...validateLabels(nodeSelector, 'scheduling.nodeSelector'),
    // The server names the list twice.
    ...validateTolerations(tolerations, `${path}.tolerations`),
    ...validateUnique(tolerations, path),
  ]
}

export const validateRuntimeClass = ({ handler, overhead, scheduling }: RuntimeClass): readonly StatusCause[] => [
  ...invalidEach('handler', handler, dns1123Label(handler)),
  ...(overhead === undefined ? [] : validateResources({ limits: overhead.podFixed ?? {} }, 'overhead', { containers: [] })),
  ...(scheduling === undefined ? [] : validateScheduling(scheduling)),
]
