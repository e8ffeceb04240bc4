import type { ComponentStatus } from '../../../kubernetes/generated/types.ts'
import { NAME, nameOf, text, type Printer } from './printer.ts'

export const componentStatusPrinter: Printer = {
  columns: [NAME, text('Status'), text('Message'), text('Error')],
  print: (object) => {
    const { conditions = [] } = object as ComponentStatus
    const health = conditions.find(({ type }) => type === 'Healthy')
    const status = health === undefined ? 'Unknown' : health.status === 'True' ? 'Healthy' : 'Unhealthy'
    return [nameOf(object), status, health?.message ?? '', health?.error ?? '']
  },
}
