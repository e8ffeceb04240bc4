/** What may change in a Node. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateNodeUpdate, v1.34 */
import type { Node } from '../../generated/types.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField } from '../causes.ts'

const ONLY =
  'node updates may only change labels, taints, or capacity (or configSource, if the DynamicKubeletConfig feature gate is enabled)'

const fixedOf = ({ spec }: Node): unknown => {
  const {
    taints: _taints,
    unschedulable: _unschedulable,
    configSource: _source,
    podCIDR: _range,
    podCIDRs: _ranges,
    providerID: _provider,
    externalID: _external,
    ...fixed
  } = spec ?? {}
  return fixed
}

const compareExternalIds = ({ spec: now }: Node, { spec: before }: Node): readonly StatusCause[] =>
  (now?.externalID ?? '') === (before?.externalID ?? '') ? [] : [forbiddenField('spec.externalID', 'may not be updated')]

export const compareNodes = (node: Node, old: Node): readonly StatusCause[] => {
  const ranges = old.spec?.podCIDRs ?? []
  const provider = old.spec?.providerID ?? ''
  return [
    ...(ranges.length === 0 || isEqual(node.spec?.podCIDRs, ranges)
      ? []
      : [forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid')]),
    ...(provider === '' || node.spec?.providerID === provider
      ? []
      : [forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid')]),
    ...compareExternalIds(node, old),
    // The server writes the path of the whole object so.
    ...(isEqual(fixedOf(node), fixedOf(old)) ? [] : [forbiddenField('[]', ONLY)]),
  ]
}
