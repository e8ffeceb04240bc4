import type { Node } from '../../../kubernetes/generated/types.ts'
import { isNode } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, NONE, orNone, printer, text, UNKNOWN, wide } from './printer.ts'

const ROLE_PREFIX = 'node-role.kubernetes.io/'
const ROLE_LABEL = 'kubernetes.io/role'

const statusText = ({ spec, status }: Node): string => {
  const ready = (status?.conditions ?? []).find(({ type }) => type === 'Ready')
  const first = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return spec?.unschedulable === true ? `${first},SchedulingDisabled` : first
}

const rolesText = ({ metadata }: Node): string => {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return [key.slice(ROLE_PREFIX.length)]
    return key === ROLE_LABEL && value !== '' ? [value] : []
  })
  return orNone(
    [...new Set(roles)]
      .filter((role) => role !== '')
      .sort()
      .join(','),
  )
}

const addressText = ({ status }: Node, wanted: string): string =>
  (status?.addresses ?? []).find(({ type }) => type === wanted)?.address ?? NONE

const orUnknown = (value: string | undefined): string => (value === undefined || value === '' ? UNKNOWN : value)

const WIDE = [wide('Internal-IP'), wide('External-IP'), wide('OS-Image'), wide('Kernel-Version'), wide('Container-Runtime')]

export const nodePrinter = printer(
  isNode,
  [NAME, text('Status'), text('Roles'), text('Age'), text('Version'), ...WIDE],
  (node, nowMs) => {
    const info = node.status?.nodeInfo
    return [
      nameOf(node),
      statusText(node),
      rolesText(node),
      ageOf(node, nowMs),
      info?.kubeletVersion ?? '',
      addressText(node, 'InternalIP'),
      addressText(node, 'ExternalIP'),
      orUnknown(info?.osImage),
      orUnknown(info?.kernelVersion),
      orUnknown(info?.containerRuntimeVersion),
    ]
  },
)
