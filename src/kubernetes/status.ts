/** One field that is wrong, as the API server words it. `field` is a path such as `spec.ports[0].port`. */
export interface StatusCause {
  readonly reason: CauseReason
  readonly message: string
  readonly field: string
}

export type CauseReason =
  | 'DisruptionBudget'
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueDuplicate'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueNotFound'
  | 'FieldValueTypeInvalid'
  | 'InternalError'
  | 'ResourceVersionTooLarge'
  | 'FieldManagerConflict'

/** What the API server answers when it refuses. @see Kubernetes API conventions, "Response Status Kind" */
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  /** `continue`: where a list that could not go on as it began goes on. */
  readonly metadata: { readonly continue?: string }
  readonly status: 'Failure' | 'Success'
  readonly message?: string
  readonly reason?: string
  readonly details?: {
    readonly name?: string
    readonly group?: string
    readonly kind?: string
    readonly uid?: string
    readonly causes?: readonly StatusCause[]
    readonly retryAfterSeconds?: number
  }
  readonly code: number
}
