/** Conditions in CEL under which something is asked. @see k8s.io/kubernetes pkg/apis/admissionregistration/validation/validation.go, v1.34 */
import { compileAdmission } from '../../cel/admission.ts'
import type { MatchCondition } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidValue, required, requireText, tooMany } from '../causes.ts'
import { qualifiedName } from '../names.ts'

const MAX_CONDITIONS = 64

const validateExpression = (text: string, field: string, hasParams: boolean): readonly StatusCause[] => {
  const expression = text.trim()
  if (expression === '') return [required(field)]
  const compiled = compileAdmission(expression, { hasParams, hasAuthorizer: true }, ['bool'])
  return 'problem' in compiled ? [invalidValue(field, expression, compiled.problem)] : []
}

export const validateMatchConditions = (
  conditions: readonly MatchCondition[] = [],
  path: string,
  hasParams: boolean,
): readonly StatusCause[] => {
  const names = conditions.map(({ name }) => name)
  return [
    ...(conditions.length > MAX_CONDITIONS ? [tooMany(path, conditions.length, MAX_CONDITIONS)] : []),
    ...conditions.flatMap(({ name, expression }, index) => [
      ...validateExpression(expression, `${path}[${index}].expression`, hasParams),
      ...requireText(`${path}[${index}].name`, name, qualifiedName),
      ...(name !== '' && names.indexOf(name) < index ? [duplicate(`${path}[${index}].name`, name)] : []),
    ]),
  ]
}
