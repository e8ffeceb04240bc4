import { isSecret } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

export const secretPrinter = printer(isSecret, [NAME, text('Type'), text('Data'), text('Age')], (secret, nowMs) => [
  nameOf(secret),
  secret.type ?? '',
  Object.keys(secret.data ?? {}).length,
  ageOf(secret, nowMs),
])
