import { isConfigMap } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

export const configMapPrinter = printer(isConfigMap, [NAME, text('Data'), text('Age')], (configMap, nowMs) => [
  nameOf(configMap),
  Object.keys(configMap.data ?? {}).length + Object.keys(configMap.binaryData ?? {}).length,
  ageOf(configMap, nowMs),
])
