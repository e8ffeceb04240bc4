/** @see kubernetes-sigs/gateway-api apis/v1/object_reference_types.go, v1.6 */
import type { BackendReference } from '../../extensions/gateway-api/types.ts'
import {
  checkRange,
  checkRule,
  checkSchema,
  GROUP,
  KIND,
  NAMESPACE,
  OBJECT_NAME,
  requireSchema,
  type Causes,
} from './schema.ts'

/** Its values. */
export const checkBackend = (backend: BackendReference, path: string): Causes => [
  ...checkSchema(`${path}.group`, backend.group, GROUP),
  ...checkSchema(`${path}.kind`, backend.kind, KIND),
  ...requireSchema(`${path}.name`, backend.name, OBJECT_NAME),
  ...checkSchema(`${path}.namespace`, backend.namespace, NAMESPACE),
  ...checkRange(`${path}.port`, backend.port, 1, 65535),
]

/** The port is the Service's; other kinds may do without. */
export const checkServicePort = ({ group = '', kind = 'Service', port }: BackendReference, path: string): Causes =>
  checkRule(path, 'object', [
    [group !== '' || kind !== 'Service' || port !== undefined, 'Must have port for Service reference'],
  ])
