/**
 * Generates src/kubernetes/generated/go-structs.ts and go-structs-rare.ts: the Go structs of Pods, their templates and volumes, whose order and names show in hashes and
 * in error texts of the API server. Those of package core are the server's own, those of v1 the API's.
 *
 * `go mod download k8s.io/api@v0.34.4 k8s.io/apimachinery@v0.34.4 k8s.io/kubernetes@v1.34.4`, then
 * `npx tsx tools/generate-go-structs.ts "$(go env GOMODCACHE)/k8s.io"` writes the files, `--verify` at the end compares them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { readDefinitions } from './go-source.ts'

const [modules = '', flag] = process.argv.slice(2)
const GENERATED = join(import.meta.dirname, '..', 'src', 'kubernetes', 'generated')

/** Both packages of the API are called v1 in Go, and no type has the same name in both. */
const PACKAGES: Readonly<Record<string, string>> = {
  'k8s.io/api/core/v1': 'v1',
  'k8s.io/apimachinery/pkg/apis/meta/v1': 'v1',
  'k8s.io/apimachinery/pkg/types': 'types',
  'k8s.io/apimachinery/pkg/util/intstr': 'intstr',
  'k8s.io/apimachinery/pkg/api/resource': 'resource',
}

const definitions = new Map([
  ...readDefinitions(join(modules, 'apimachinery@v0.34.4/pkg/apis/meta/v1/types.go'), 'v1', PACKAGES),
  ...readDefinitions(join(modules, 'api@v0.34.4/core/v1/types.go'), 'v1', PACKAGES),
  ...readDefinitions(join(modules, 'kubernetes@v1.34.4/pkg/apis/core/types.go'), 'core', PACKAGES),
])

/** Types that are printed by rules of their own. */
const SPECIAL = new Set(['v1.Time', 'intstr.IntOrString', 'resource.Quantity', 'types.UID', 'v1.FieldsV1'])
const SCALARS = new Set(['string', 'bool', 'int32', 'int64', 'byte'])

const structs: Record<string, string> = {}
const named: Record<string, string> = {}

const resolve = (type: string, key: string): string => {
  if (type.startsWith('*')) return `*${resolve(type.slice(1), key)}`
  if (type.startsWith('[]')) return `[]${resolve(type.slice(2), key)}`
  const map = /^map\[([\w.]+)\](.+)$/u.exec(type)
  if (map !== null) return `map[${resolve(map[1] ?? '', key)}]${resolve(map[2] ?? '', key)}`
  if (SCALARS.has(type)) return type
  const definition = definitions.get(key)
  const [alias = '', name = ''] = type.includes('.') ? type.split('.') : ['', type]
  const full = alias === '' ? `${definition?.name ?? ''}.${name}` : `${definition?.imports.get(alias) ?? alias}.${name}`
  if (!SPECIAL.has(full)) describe(full)
  return full
}

/** `Name json type`; the JSON name is `-` where there is none, and ends with `?` where it is left out when empty. */
const describeField = (line: string, key: string): readonly string[] => {
  const match = /^\s*(?:(\w+)\s+)?([\w.*[\]]+)(?:\s+`([^`]*)`)?\s*$/u.exec(line)
  if (match === null) return []
  const [, name, type = '', tags = ''] = match
  const [json = '', ...options] = (/json:"([^"]*)"/u.exec(tags)?.[1] ?? '').split(',')
  const shown = json === '' ? '-' : `${json}${options.includes('omitempty') ? '?' : ''}`
  const embedded = name === undefined
  return [`${embedded ? `~${type.split('.').at(-1) ?? ''}` : name} ${shown} ${resolve(type, key)}`]
}

const describe = (key: string): void => {
  if (structs[key] !== undefined || named[key] !== undefined) return
  const definition = definitions.get(key)
  if (definition === undefined) throw new Error(`no type ${key}`)
  if (!definition.body.startsWith('struct')) {
    named[key] = resolve(definition.body, key)
    return
  }
  structs[key] = ''
  structs[key] = definition.body
    .split('\n')
    .slice(1, -1)
    .flatMap((line) => describeField(line, key))
    .join(',')
}

for (const root of [
  'v1.PodTemplateSpec',
  'core.PodSpec',
  'core.PersistentVolumeSource',
  'v1.PersistentVolumeSource',
  'core.VolumeNodeAffinity',
  'v1.VolumeNodeAffinity',
])
  describe(root)

/** What nearly every template has: these, and the structs that stand in them by value. */
const COMMON_ROOTS = ['v1.PodTemplateSpec', 'v1.PodSecurityContext', 'v1.Container', 'v1.ContainerPort', 'v1.EnvVar']

const common = new Set<string>()

/** Types of fields that are neither pointers nor lists nor maps. */
const byValue = (struct: string): readonly string[] =>
  struct
    .split(',')
    .map((field) => field.split(' ')[2] ?? '')
    .filter((type) => /^\w/u.test(type) && !type.startsWith('map['))

const include = (key: string): void => {
  if (common.has(key)) return
  common.add(key)
  const alias = named[key]
  for (const type of alias === undefined ? byValue(structs[key] ?? '') : [alias]) include(type)
}

for (const root of COMMON_ROOTS) include(root)

const renderTable = (name: string, table: Readonly<Record<string, string>>, isCommon: boolean): string => {
  const rows = Object.entries(table).filter(([key]) => common.has(key) === isCommon)
  const sorted = Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)))
  return `export const ${name}: Readonly<Record<string, string>> = ${JSON.stringify(sorted)}\n`
}

const HEAD = '// Generated by tools/generate-go-structs.ts: do not edit.\n'

const FILES = {
  'go-structs.ts': [
    HEAD,
    '/**',
    ' * Go struct to its fields in their order: name, JSON name and type. `~` stands before structs that are embedded, `-` where there is no',
    ' * JSON name, `?` behind one that is left out when empty.',
    ' */',
    renderTable('GO_STRUCTS', structs, true),
    '/** Named types that are no structs, with what they are. */',
    renderTable('GO_NAMED', named, true),
  ],
  'go-structs-rare.ts': [
    HEAD,
    '/** As GO_STRUCTS: what few templates have, and the structs of the server itself. */',
    renderTable('RARE_GO_STRUCTS', structs, false),
    '/** As GO_NAMED. */',
    renderTable('RARE_GO_NAMED', named, false),
  ],
}

for (const [name, lines] of Object.entries(FILES)) {
  const target = join(GENERATED, name)
  const formatted = await format(lines.join('\n'), {
    parser: 'typescript',
    semi: false,
    singleQuote: true,
    printWidth: 128,
    trailingComma: 'all',
  })
  if (flag !== '--verify') writeFileSync(target, formatted)
  else if (readFileSync(target, 'utf8') !== formatted) throw new Error(`${target} is not what would be generated`)
}
