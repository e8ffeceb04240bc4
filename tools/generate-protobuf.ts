/**
 * Generates src/kubernetes/generated/protobuf.ts: the field numbers of the API's types, out of the struct tags of k8s.io/api.
 * Newer kubectl sends some objects in this encoding.
 *
 * `go mod download k8s.io/api@v0.34.4 k8s.io/apimachinery@v0.34.4`, then
 * `npx tsx tools/generate-protobuf.ts "$(go env GOMODCACHE)/k8s.io" v0.34.4` writes the file, `--verify` at the end compares it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { readDefinitions, type Definition } from './go-source.ts'
import { BUILT_IN_ROOTS } from '../src/kubernetes/structure.ts'

const [modules = '', version = '', flag] = process.argv.slice(2)
const TARGET = join(import.meta.dirname, '..', 'src', 'kubernetes', 'generated', 'protobuf.ts')

const PACKAGES: Readonly<Record<string, string>> = {
  'k8s.io/apimachinery/pkg/apis/meta/v1': 'meta',
  'k8s.io/api/core/v1': 'core',
  'k8s.io/api/apps/v1': 'apps',
  'k8s.io/api/batch/v1': 'batch',
  'k8s.io/api/discovery/v1': 'discovery.k8s.io',
  'k8s.io/api/networking/v1': 'networking.k8s.io',
  'k8s.io/api/rbac/v1': 'rbac.authorization.k8s.io',
  'k8s.io/api/coordination/v1': 'coordination.k8s.io',
  'k8s.io/api/events/v1': 'events.k8s.io',
  'k8s.io/api/policy/v1': 'policy',
  'k8s.io/api/scheduling/v1': 'scheduling.k8s.io',
  'k8s.io/api/autoscaling/v1': 'autoscaling',
  'k8s.io/api/admissionregistration/v1': 'admissionregistration.k8s.io',
  'k8s.io/api/autoscaling/v2': 'autoscaling/v2',
  'k8s.io/api/certificates/v1': 'certificates.k8s.io',
  'k8s.io/api/flowcontrol/v1': 'flowcontrol.apiserver.k8s.io',
  'k8s.io/api/node/v1': 'node.k8s.io',
  'k8s.io/api/resource/v1': 'resource.k8s.io',
  'k8s.io/api/storage/v1': 'storage.k8s.io',
  'k8s.io/api/authorization/v1': 'authorization.k8s.io',
  'k8s.io/api/authentication/v1': 'authentication.k8s.io',
}

const SPECIAL: Readonly<Record<string, string>> = {
  'metav1.Time': 'time',
  'meta.Time': 'time',
  'metav1.MicroTime': 'microtime',
  'metav1.FieldsV1': 'fields',
  'meta.FieldsV1': 'fields',
  'intstr.IntOrString': 'intstr',
  'resource.Quantity': 'quantity',
  'types.UID': 'string',
  'types.NamespacedName': 'string',
}

const directoryOf = (path: string): string => {
  const [, module = '', ...rest] = path.split('/')
  return join(modules, `${module}@${version}`, ...rest)
}

const definitions = new Map(
  Object.entries(PACKAGES).flatMap(([path, name]) => [...readDefinitions(join(directoryOf(path), 'types.go'), name, PACKAGES)]),
)

const SCALARS = new Set(['string', 'bool', 'int32', 'int64', 'float64', 'uint32'])
const used = new Set<string>()

const resolve = (type: string, from: Definition): string => {
  if (type.startsWith('*')) return `*${resolve(type.slice(1), from)}`
  if (type === '[]byte') return 'bytes'
  if (type.startsWith('[]')) return `[]${resolve(type.slice(2), from)}`
  const map = /^map\[[\w.]+\](.+)$/u.exec(type)
  if (map !== null) return `{}${resolve(map[1] ?? '', from)}`
  if (SCALARS.has(type)) return type === 'string' || type === 'bool' ? type : type === 'float64' ? 'double' : 'int'
  const [alias = '', name = ''] = type.includes('.') ? type.split('.') : ['', type]
  const pkg = type.includes('.') ? from.imports.get(alias) : from.name
  const special = SPECIAL[type] ?? SPECIAL[`${pkg ?? ''}.${name}`]
  if (special !== undefined) return special
  const key = `${pkg ?? ''}.${name}`
  const definition = definitions.get(key)
  if (definition === undefined) return 'unknown'
  if (definition.body.startsWith('struct')) {
    used.add(key)
    return key
  }
  // A named list that has to be wrapped in a message of its own.
  return key === 'authorization.k8s.io.ExtraValue' || key === 'authentication.k8s.io.ExtraValue'
    ? 'items'
    : resolve(definition.body, definition)
}

const describe = (key: string): string => {
  const definition = definitions.get(key)
  const lines = definition?.body.split('\n') ?? []
  return lines
    .flatMap((line) => {
      const match = /^\s*(?:(\w+)\s+)?([\w.*[\]]+)\s+`json:"([^"]*)"(?:[^`]*?)protobuf:"\w+,(\d+),/u.exec(line)
      if (match === null || definition === undefined) return []
      const [, , type = '', json = '', number = ''] = match
      const [name = '', ...options] = json.split(',')
      return [`${number} ${options.includes('inline') ? '~' : name} ${resolve(type, definition)}`]
    })
    .join(',')
}

const roots: Record<string, string> = { 'v1/DeleteOptions': 'meta.DeleteOptions' }
for (const key of Object.keys(BUILT_IN_ROOTS)) {
  const parts = key.split('/')
  const group = parts.length === 2 ? 'core' : (parts[0] ?? '')
  const kind = parts.at(-1) ?? ''
  const ofVersion = `${group}/${parts[1] ?? ''}.${kind}`
  const message = definitions.has(ofVersion) ? ofVersion : `${group}.${kind}`
  if (definitions.has(message)) roots[key] = message
}
for (const message of Object.values(roots)) used.add(message)
const messages: Record<string, string> = {}
for (const key of used) messages[key] ??= describe(key)

const source = `// Generated by tools/generate-protobuf.ts: do not edit.

/**
 * Message to its fields: number, JSON name (\`~\` where the fields of the message belong to the outer one) and type, with \`*\` before
 * what can be told from absent, \`[]\` before lists, \`{}\` before maps of texts.
 */
export const MESSAGES: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(Object.entries(messages).sort(([a], [b]) => (a < b ? -1 : 1))))}

/** apiVersion and kind to the message. */
export const ROOT_MESSAGES: Readonly<Record<string, string>> = ${JSON.stringify(roots)}
`
const formatted = await format(source, {
  parser: 'typescript',
  semi: false,
  singleQuote: true,
  printWidth: 128,
  trailingComma: 'all',
})
if (flag === '--verify') {
  if (readFileSync(TARGET, 'utf8') !== formatted) throw new Error(`${TARGET} is not what would be generated`)
} else {
  writeFileSync(TARGET, formatted)
}
