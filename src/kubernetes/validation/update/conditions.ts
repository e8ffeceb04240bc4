/** Conditions in the form that all newer kinds share. @see k8s.io/apimachinery pkg/apis/meta/v1/validation, ValidateConditions, v1.34 */
import type { Condition } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidEach, invalidValue, notSupported, required, tooLong } from '../causes.ts'
import { qualifiedName } from '../names.ts'

const STATUSES = ['False', 'True', 'Unknown'] as const
const MAX_REASON = 1024
const MAX_MESSAGE = 32 * 1024

const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?'
const REASON_FORM = `a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '${REASON}')`

const validateReason = (reason: string, field: string): readonly StatusCause[] => {
  if (reason === '') return [required(field)]
  return [
    ...(new RegExp(`^${REASON}$`, 'u').test(reason) ? [] : [invalidValue(field, reason, REASON_FORM)]),
    ...(reason.length > MAX_REASON ? [tooLong(field, MAX_REASON)] : []),
  ]
}

export const validateConditionList = (conditions: readonly Condition[], path: string): readonly StatusCause[] =>
  conditions.flatMap((condition, index) => {
    const { type, status, reason, message, observedGeneration: generation = 0 } = condition
    const { lastTransitionTime = '' } = condition as Partial<Condition>
    const at = `${path}[${index}]`
    return [
      ...(conditions.slice(0, index).some((one) => one.type === type) ? [duplicate(`${at}.type`, type)] : []),
      ...invalidEach(`${at}.type`, type, qualifiedName(type)),
      ...(STATUSES.some((known) => known === status) ? [] : [notSupported(`${at}.status`, status, STATUSES)]),
      ...(generation < 0
        ? [invalidValue(`${at}.observedGeneration`, generation, 'must be greater than or equal to zero')]
        : []),
      ...(lastTransitionTime === '' ? [required(`${at}.lastTransitionTime`)] : []),
      ...validateReason(reason, `${at}.reason`),
      ...(message.length > MAX_MESSAGE ? [tooLong(`${at}.message`, MAX_MESSAGE)] : []),
    ]
  })
