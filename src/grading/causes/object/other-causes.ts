/** What says least: tried last. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { fieldHasAnotherValue } from './field-has-another-value.ts'
import { objectMissing } from './object-missing.ts'
import { serverAnswersOtherwise } from '../pod/server-answers-otherwise.ts'

export const OTHER_CAUSES: readonly Cause[] = [serverAnswersOtherwise, fieldHasAnotherValue, objectMissing]
