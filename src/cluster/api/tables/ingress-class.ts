import { isIngressClass } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, NONE, printer, text } from './printer.ts'

const COLUMNS = [NAME, text('Controller'), text('Parameters'), text('Age')]

export const ingressClassPrinter = printer(isIngressClass, COLUMNS, (ingressClass, nowMs) => {
  const { controller = '', parameters } = ingressClass.spec ?? {}
  const group = parameters?.apiGroup === undefined ? '' : `.${parameters.apiGroup}`
  const shown = parameters === undefined ? NONE : `${parameters.kind}${group}/${parameters.name}`
  return [nameOf(ingressClass), controller, shown, ageOf(ingressClass, nowMs)]
})
