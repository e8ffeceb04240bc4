/** @see k8s.io/kubernetes pkg/apis/admissionregistration/validation/validation.go, v1.34 */
import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidEach, invalidValue, notSupported, required } from '../causes.ts'
import { validateChoice, validateSelector } from '../metadata.ts'
import { dns1035Label, dns1123Subdomain } from '../names.ts'
import { validateClientConfig } from './client-config.ts'
import { MATCH_POLICIES } from './match-resources.ts'
import { validateMatchConditions } from './match-conditions.ts'
import { validateRule } from './rules.ts'

export const FAILURE_POLICIES = ['Fail', 'Ignore'] as const
const SIDE_EFFECTS = ['None', 'NoneOnDryRun'] as const
const REINVOCATIONS = ['IfNeeded', 'Never'] as const
const REVIEW_VERSIONS: readonly string[] = ['v1', 'v1beta1']

/** What has to be there may be missing. */
type Webhook = Partial<MutatingWebhook> | Partial<ValidatingWebhook>

const validateName = (name: string, field: string): readonly StatusCause[] => {
  if (name === '') return [required(field)]
  const wrong = dns1123Subdomain(name)
  if (wrong.length > 0) return [invalidValue(field, name, wrong.join(','))]
  return name.split('.').length < 3
    ? [invalidValue(field, name, 'should be a domain with at least three segments separated by dots')]
    : []
}

/** What is asked must change nothing else. */
const validateSideEffects = (sideEffects: string | undefined, field: string): readonly StatusCause[] => {
  if (sideEffects === undefined) return [required(field, `must specify one of ${SIDE_EFFECTS.join(', ')}`)]
  return SIDE_EFFECTS.some((known) => known === sideEffects) ? [] : [notSupported(field, sideEffects, SIDE_EFFECTS)]
}

const validateTimeout = (seconds: number | undefined, field: string): readonly StatusCause[] =>
  seconds === undefined || (seconds >= 1 && seconds <= 30)
    ? []
    : [invalidValue(field, seconds, 'the timeout value must be between 1 and 30 seconds')]

const validateReviewVersions = (versions: readonly string[], field: string): readonly StatusCause[] => {
  const known = REVIEW_VERSIONS.join(', ')
  if (versions.length === 0) return [required(field, `must specify one of ${known}`)]
  return [
    ...versions.flatMap((version, index) =>
      versions.indexOf(version) < index
        ? [invalidValue(`${field}[${index}]`, version, 'duplicate version')]
        : invalidEach(`${field}[${index}]`, version, dns1035Label(version)),
    ),
    ...(versions.some((version) => REVIEW_VERSIONS.includes(version))
      ? []
      : [invalidValue(field, versions, `must include at least one of ${known}`)]),
  ]
}

const validateWebhook = (webhook: Webhook, path: string): readonly StatusCause[] => [
  ...validateName(webhook.name ?? '', `${path}.name`),
  ...(webhook.rules ?? []).flatMap((rule, index) => validateRule(rule, `${path}.rules[${index}]`)),
  ...validateChoice(webhook.failurePolicy, `${path}.failurePolicy`, FAILURE_POLICIES),
  ...validateChoice(webhook.matchPolicy, `${path}.matchPolicy`, MATCH_POLICIES),
  ...validateSideEffects(webhook.sideEffects, `${path}.sideEffects`),
  ...validateTimeout(webhook.timeoutSeconds, `${path}.timeoutSeconds`),
  ...validateSelector(webhook.namespaceSelector, `${path}.namespaceSelector`),
  ...validateSelector(webhook.objectSelector, `${path}.objectSelector`),
  ...('reinvocationPolicy' in webhook
    ? validateChoice(webhook.reinvocationPolicy, `${path}.reinvocationPolicy`, REINVOCATIONS)
    : []),
  ...validateClientConfig(webhook.clientConfig ?? {}, `${path}.clientConfig`),
  ...validateMatchConditions(webhook.matchConditions, `${path}.matchConditions`, false),
  ...validateReviewVersions(webhook.admissionReviewVersions ?? [], `${path}.admissionReviewVersions`),
]

const validateWebhooks = (webhooks: readonly Webhook[]): readonly StatusCause[] => {
  const names = webhooks.map(({ name = '' }) => name)
  return webhooks.flatMap((webhook, index) => {
    const path = `webhooks[${index}]`
    const { name = '' } = webhook
    return [
      ...validateWebhook(webhook, path),
      ...(name !== '' && names.indexOf(name) < index ? [duplicate(`${path}.name`, name)] : []),
    ]
  })
}

/** Of both kinds. */
export const validateWebhookConfiguration = ({
  webhooks = [],
}: MutatingWebhookConfiguration | ValidatingWebhookConfiguration): readonly StatusCause[] => validateWebhooks(webhooks)
