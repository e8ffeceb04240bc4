import { isNamespace } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

export const namespacePrinter = printer(isNamespace, [NAME, text('Status'), text('Age')], (namespace, nowMs) => [
  nameOf(namespace),
  namespace.status?.phase ?? '',
  ageOf(namespace, nowMs),
])
