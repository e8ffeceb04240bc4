/** @see k8s.io/kubernetes pkg/apis/admissionregistration/v1/defaults.go, v1.34 */
import type {
  AdmissionregistrationV1WebhookClientConfig,
  MatchResources,
  MutatingWebhook,
  MutatingWebhookConfiguration,
  RuleWithOperations,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../generated/types.ts'

const PORT = 443
const TIMEOUT_SECONDS = 10

const defaultRules = <Rule extends RuleWithOperations>(rules: readonly Rule[]): readonly Rule[] =>
  rules.map((rule) => ({ ...rule, scope: rule.scope ?? '*' }))

const defaultClientConfig = (config: AdmissionregistrationV1WebhookClientConfig): AdmissionregistrationV1WebhookClientConfig =>
  config.service === undefined ? config : { ...config, service: { port: PORT, ...config.service } }

const defaultWebhook = <Webhook extends MutatingWebhook | ValidatingWebhook>(webhook: Webhook): Webhook => ({
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: TIMEOUT_SECONDS,
  ...webhook,
  clientConfig: defaultClientConfig(webhook.clientConfig),
  ...(webhook.rules === undefined ? {} : { rules: defaultRules(webhook.rules) }),
})

export const defaultValidatingWebhooks = (configuration: ValidatingWebhookConfiguration): ValidatingWebhookConfiguration =>
  configuration.webhooks === undefined
    ? configuration
    : { ...configuration, webhooks: configuration.webhooks.map(defaultWebhook) }

export const defaultMutatingWebhooks = (configuration: MutatingWebhookConfiguration): MutatingWebhookConfiguration =>
  configuration.webhooks === undefined
    ? configuration
    : {
        ...configuration,
        webhooks: configuration.webhooks.map((webhook) => ({ reinvocationPolicy: 'Never', ...defaultWebhook(webhook) })),
      }

const defaultMatchResources = (match: MatchResources): MatchResources => {
  const { resourceRules, excludeResourceRules } = match
  return {
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    ...match,
    ...(resourceRules === undefined ? {} : { resourceRules: defaultRules(resourceRules) }),
    ...(excludeResourceRules === undefined ? {} : { excludeResourceRules: defaultRules(excludeResourceRules) }),
  }
}

export const defaultPolicy = (policy: ValidatingAdmissionPolicy): ValidatingAdmissionPolicy => {
  const { spec = {} } = policy
  const { matchConstraints } = spec
  return {
    ...policy,
    spec: {
      failurePolicy: 'Fail',
      ...spec,
      ...(matchConstraints === undefined ? {} : { matchConstraints: defaultMatchResources(matchConstraints) }),
    },
  }
}

export const defaultPolicyBinding = (binding: ValidatingAdmissionPolicyBinding): ValidatingAdmissionPolicyBinding => {
  const { matchResources, ...spec } = binding.spec ?? {}
  return matchResources === undefined
    ? binding
    : { ...binding, spec: { ...spec, matchResources: defaultMatchResources(matchResources) } }
}
