import { isServiceAccount } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

export const serviceAccountPrinter = printer(isServiceAccount, [NAME, text('Secrets'), text('Age')], (account, nowMs) => [
  nameOf(account),
  account.secrets?.length ?? 0,
  ageOf(account, nowMs),
])
