import { isPriorityClass } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { integer, NAME, nameOf, printer, text } from './printer.ts'

const COLUMNS = [NAME, integer('Value'), { ...text('Global-Default'), type: 'boolean' }, text('Age'), text('PreemptionPolicy')]

export const priorityClassPrinter = printer(isPriorityClass, COLUMNS, (priorityClass, nowMs) => [
  nameOf(priorityClass),
  priorityClass.value,
  priorityClass.globalDefault ?? false,
  ageOf(priorityClass, nowMs),
  priorityClass.preemptionPolicy ?? '',
])
