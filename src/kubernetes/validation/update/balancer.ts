/** Where a balancer of loads is reached, as a status tells it. @see k8s.io/kubernetes pkg/apis/{core,networking}/validation/validation.go, v1.34 */
import type { IngressLoadBalancerIngress, LoadBalancerIngress } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { validateIp } from '../addresses.ts'
import { checkText, forbiddenField, invalidValue, notSupported } from '../causes.ts'
import { dns1123Subdomain } from '../names.ts'

type Place = IngressLoadBalancerIngress | LoadBalancerIngress

const checkMode = (field: string, place: Place): readonly StatusCause[] => {
  const mode = 'ipMode' in place ? place.ipMode : undefined
  if (mode === undefined) return []
  if ((place.ip ?? '') === '') return [forbiddenField(field, 'may not be specified when `ip` is not set')]
  return mode === 'VIP' || mode === 'Proxy' ? [] : [notSupported(field, mode, ['Proxy', 'VIP'])]
}

export const validateBalancer = (places: readonly Place[] = []): readonly StatusCause[] =>
  places.flatMap((place, index) => {
    const at = `status.loadBalancer.ingress[${index}]`
    const { ip, hostname = '' } = place
    return [
      ...checkText(`${at}.ip`, ip, validateIp),
      ...checkMode(`${at}.ipMode`, place),
      ...checkText(`${at}.hostname`, hostname, dns1123Subdomain),
      ...(validateIp(hostname).length === 0
        ? [invalidValue(`${at}.hostname`, hostname, 'must be a DNS name, not an IP address')]
        : []),
    ]
  })
