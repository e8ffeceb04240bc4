/** Objects to be read: out of the store, or worked out when they are asked for. */
import type { StoredObject } from '../../store/store.ts'
import type { ObjectCall, ResourceCall } from '../api-context.ts'
import { COMPONENT_STATUSES } from './component-statuses.ts'

const COMPUTED: Readonly<Record<string, readonly StoredObject[]>> = { componentstatuses: COMPONENT_STATUSES }

/** In the order of namespace and name. */
export const readAll = ({ context, info, namespace }: ResourceCall): readonly StoredObject[] =>
  COMPUTED[info.name] ?? context.store.list(info.name, namespace)

export const readOne = ({ context, info, namespace, name }: ObjectCall): StoredObject | undefined =>
  COMPUTED[info.name]?.find(({ metadata }) => metadata.name === name) ?? context.store.get(info.name, namespace, name)
