/** How objects of one version become those of another. @see k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.34 */
import type { CustomResourceDefinition } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, notSupported, required } from '../causes.ts'

const STRATEGIES = ['None', 'Webhook'] as const
const PATH = 'spec.conversion'
const NOT_SET = 'should not be set when strategy is not set to Webhook'

export const validateConversion = (conversion: CustomResourceDefinition['spec']['conversion']): readonly StatusCause[] => {
  if (conversion === undefined) return []
  const { strategy, webhook } = conversion
  // DIFFERS: what calls a webhook is refused; docs/differences.md.
  if (strategy === 'Webhook') return [forbiddenField(`${PATH}.strategy`, 'the embedded cluster calls no webhooks: use None')]
  return [
    ...(strategy === '' ? [required(`${PATH}.strategy`)] : []),
    ...(strategy === '' || strategy === 'None' ? [] : [notSupported(`${PATH}.strategy`, strategy, STRATEGIES)]),
    ...(webhook?.clientConfig === undefined ? [] : [forbiddenField(`${PATH}.webhookClientConfig`, NOT_SET)]),
    ...((webhook?.conversionReviewVersions ?? []).length === 0
      ? []
      : [forbiddenField(`${PATH}.conversionReviewVersions`, NOT_SET)]),
  ]
}
