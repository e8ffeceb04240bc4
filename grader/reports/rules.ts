/** The report of `grade rules`: what kube-proxy writes for a Service, chain by chain, with a remark for each. */
import type { Language } from '../../src/grading/words.ts'
import type { AddressFamily } from '../../src/network/address.ts'
import type { ProxyMode, RuleStep } from '../../src/network/service/rules/traversal.ts'
import { paint, type Style } from './layout.ts'
import { ruleWords } from './messages/rules.ts'

export interface ServiceRules {
  readonly service: string
  readonly node: string
  readonly mode: ProxyMode
  /** Empty where kube-proxy writes nothing for the Service. */
  readonly families: readonly { readonly family: AddressFamily; readonly steps: readonly RuleStep[] }[]
}

export interface RulesReportOptions {
  readonly style: Style
  readonly language: Language
}

export const renderServiceRules = (rules: ServiceRules, { style, language }: RulesReportOptions): string => {
  const { service, node, mode, families } = rules
  const words = ruleWords(language)
  if (families.length === 0) return `${paint(style, 'bold', service)}\n\n  ${words.nothing}\n`
  const renderStep = ({ table, name, purpose, rules: lines }: RuleStep): readonly string[] => [
    '',
    paint(style, 'dim', `# ${table} ${name}: ${words.purposes[purpose]}`),
    ...lines,
  ]
  return families
    .map(({ family, steps }) =>
      [paint(style, 'bold', `# ${words.title(service, node, mode, family)}`), ...steps.flatMap(renderStep), ''].join('\n'),
    )
    .join('\n')
}
