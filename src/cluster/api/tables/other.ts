/** Kinds that are kept and shown, but that nothing here acts on: their columns come out of a few fields. */
import type { PodTemplate } from '../../../kubernetes/generated/types.ts'
import { getPath } from '../../../kubernetes/field-path.ts'
import { isPodTemplate } from '../../../kubernetes/guards.ts'
import { isList } from '../../../kubernetes/json.ts'
import { containerNames, images, labelsText } from './containers.ts'
import { text, wide, type Printer } from './printer.ts'
import { aged, created, define, field, valueOr, type Show } from './show.ts'

const subjects =
  (kind: string): Show =>
  (object) => {
    const list = getPath(object, ['subjects'])
    const names = (isList(list) ? list : [])
      .filter((subject) => getPath(subject, ['kind']) === kind)
      .map((subject) =>
        [getPath(subject, ['namespace']), getPath(subject, ['name'])].filter((part) => typeof part === 'string').join('/'),
      )
    return names.join(', ')
  }

const role: Show = (object) => `${String(field('roleRef.kind')(object))}/${String(field('roleRef.name')(object))}`

const budget =
  (path: string): Show =>
  (object) => {
    const value = field(path)(object)
    return value === '<none>' ? 'N/A' : value
  }

const parent: Show = (object) => {
  const part = (name: string): string => String(field(`spec.parentRef.${name}`)(object))
  return `${part('resource')}/${part('namespace')}/${part('name')}`
}

const fromTemplate =
  (show: (template: PodTemplate['template']) => string): Show =>
  (object) =>
    isPodTemplate(object) ? show(object.template) : ''

const binding = aged(
  [[text('Role'), role]],
  [
    [wide('Users'), subjects('User')],
    [wide('Groups'), subjects('Group')],
    [wide('ServiceAccounts'), subjects('ServiceAccount')],
  ],
)

const controllerText: Show = (object) => {
  const owner = (object.metadata.ownerReferences ?? []).find(({ controller }) => controller === true)
  if (owner === undefined) return '<none>'
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0] ?? ''}` : ''
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`
}

/** By the resource's name. */
export const OTHER_PRINTERS: Readonly<Record<string, Printer>> = {
  'clusterrolebindings.rbac.authorization.k8s.io': binding,
  'rolebindings.rbac.authorization.k8s.io': binding,
  'clusterroles.rbac.authorization.k8s.io': created,
  'roles.rbac.authorization.k8s.io': created,
  'customresourcedefinitions.apiextensions.k8s.io': created,
  limitranges: created,
  'controllerrevisions.apps': aged([
    [text('Controller'), controllerText],
    [text('Revision'), valueOr('revision', 0)],
  ]),
  podtemplates: define([
    [text('Containers'), fromTemplate(containerNames)],
    [text('Images'), fromTemplate(images)],
    [text('Pod Labels'), fromTemplate((template) => labelsText(template?.metadata?.labels))],
  ]),
  'leases.coordination.k8s.io': aged([[text('Holder'), field('spec.holderIdentity')]]),
  'ipaddresses.networking.k8s.io': define([[text('ParentRef'), parent]]),
  'servicecidrs.networking.k8s.io': aged([[text('CIDRs'), field('spec.cidrs')]]),
  'poddisruptionbudgets.policy': aged([
    [text('Min Available'), budget('spec.minAvailable')],
    [text('Max Unavailable'), budget('spec.maxUnavailable')],
    [
      { ...text('Allowed Disruptions'), type: 'integer' },
      (object) => Number(getPath(object, ['status', 'disruptionsAllowed']) ?? 0),
    ],
  ]),
}

/** Name and age: what every kind has. */
export const PLAIN: Printer = aged([])
