/** A task with real kubectl on the embedded cluster: start states fail, solutions pass, mistakes fail alike in files and cluster. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { hasKubectl, openSession, ROOT, type Session } from '../support/session.ts'

interface Change {
  readonly removes: { readonly kind: string; readonly namespace?: string; readonly name: string } | null
  readonly manifest: { readonly kind: string } | null
}

interface Repair {
  readonly changes: readonly Change[]
  readonly passing: readonly string[]
}

interface Check {
  readonly id: string
  readonly passed: boolean | null
  readonly causes?: readonly { readonly code: string; readonly repair: Repair | null }[]
}

interface Graded {
  readonly code: number
  readonly score: number
  readonly max: number
  readonly checks: readonly Check[]
}

const folderOf = (task: string): string => join(ROOT, 'tasks', task)

const parse = (code: number, out: string): Graded => ({ ...(JSON.parse(out) as Omit<Graded, 'code'>), code })

/** Which checks passed, failed or were blocked. */
const verdicts = ({ checks }: Graded): Readonly<Record<string, boolean | null>> =>
  Object.fromEntries(checks.map(({ id, passed }) => [id, passed]))

/** The causes named for each check, each with the checks that its repair is proven to pass. */
const causes = ({ checks }: Graded): Readonly<Record<string, Readonly<Record<string, readonly string[] | undefined>>>> =>
  Object.fromEntries(
    checks.map(({ id, causes: found = [] }) => [
      id,
      Object.fromEntries(found.map(({ code, repair }) => [code, repair?.passing])),
    ]),
  )

/** The same causes, their repairs less one check. */
const without = (named: ReturnType<typeof causes>, check: string): ReturnType<typeof causes> =>
  Object.fromEntries(
    Object.entries(named).map(([id, found]) => [
      id,
      Object.fromEntries(Object.entries(found).map(([code, passing]) => [code, passing?.filter((passed) => passed !== check)])),
    ]),
  )

const repairsOf = ({ checks }: Graded): readonly Repair[] =>
  checks.flatMap(({ causes: found = [] }) => found.flatMap(({ repair }) => (repair === null ? [] : [repair])))

/** The address that the recorded answers of 5-2 expect the Pod to have; a cluster gives it another. */
const RECORDED = '10.244.1.52'

/** `name -n namespace` of the Pods in a file. */
const podsIn = (file: string): readonly string[] =>
  parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => {
    const { kind, metadata } = (document.toJS() ?? {}) as {
      readonly kind?: string
      readonly metadata?: { readonly name?: string; readonly namespace?: string }
    }
    return kind === 'Pod' ? [`${metadata?.name ?? ''} -n ${metadata?.namespace ?? 'default'}`] : []
  })

const NGINX_BY_SCRIPT = `
apiVersion: v1
kind: Pod
metadata: { name: nginx, namespace: devops, labels: { app: nginx } }
spec:
  containers:
    - name: nginx
      image: nginx
      command: [sh, -c, "sed -i 's/80;/8080;/' /etc/nginx/conf.d/default.conf && nginx -g 'daemon off;'"]
---
apiVersion: v1
kind: Service
metadata: { name: internal-sv, namespace: devops }
spec: { selector: { app: nginx }, ports: [{ port: 8080 }] }
`

export function tryTask(task: string): void {
  describe.skipIf(!hasKubectl)(`${task} with kubectl on the embedded cluster`, () => {
  let session: Session
  const gradeEmbedded = async (): Promise<Graded> => {
    const { code, out } = await session.grade(task, '--format', 'json')
    return parse(code, out)
  }

  /** Applies an answer to 5-2 again, with the address that the Pod has in this cluster for the one that it has in the file. */
  const recordHere = async (file: string): Promise<void> => {
    const { out } = await session.shell(
      "kubectl get pod -A --field-selector metadata.name=resolver -o jsonpath='{.items[*].status.podIP}'",
    )
    const dashed = (address: string): string => address.replaceAll('.', '-')
    const address = out.trim() === '' ? RECORDED : out.trim()
    const text = readFileSync(file, 'utf8').replaceAll(RECORDED, address).replaceAll(dashed(RECORDED), dashed(address))
    const here = join(session.home, 'recorded.yaml')
    writeFileSync(here, text)
    await session.shell(`kubectl apply -f ${here}`)
  }

  /** A repair done by hand: what goes is deleted, what stays is applied, and a Pod is made anew. */
  const repairByHand = async ({ changes }: Repair): Promise<void> => {
    for (const { removes, manifest } of changes) {
      if (removes !== null) {
        const { kind, name, namespace = 'default' } = removes
        await session.shell(`kubectl delete ${kind} ${name} -n ${namespace} --now`)
      }
      if (manifest === null) continue
      const file = join(session.home, 'repair.json')
      writeFileSync(file, JSON.stringify(manifest))
      // Labels of a Pod can be changed, its containers cannot.
      const applied = await session.shell(`kubectl apply -f ${file}`)
      const isFixed = manifest.kind === 'Pod' && removes === null && applied.code !== 0
      const done = isFixed ? await session.shell(`kubectl replace --force --grace-period=1 -f ${file}`) : applied
      expect(done.code, done.err).toBe(0)
    }
    await settle()
  }

  /** Waits for the Pods: until all are ready, or some seconds where some never will be. */
  const settle = (): Promise<unknown> => session.shell('kubectl wait --for=condition=Ready pod --all -A --timeout=4s')

  beforeAll(async () => {
    session = await openSession()
    expect((await session.grade('up')).code).toBe(0)
  })
  afterAll(() => session.close())

  // One after another in one cluster, as learners do them: what is there of the others is in nobody's way.
  const variants = readdirSync(join(folderOf(task), 'variants'))
  test.each(variants)('%s: the start state fails, what grade solution prints earns every point', async (variant) => {
    const started = await session.grade('start', task, '--variant', variant)
    expect(started.code, started.err).toBe(0)
    expect((await gradeEmbedded()).code).toBe(1)
    const { out } = await session.grade('solution', task)
    const hasCommands = existsSync(join(folderOf(task), 'variants', variant, 'solution/commands.sh'))
    const line = hasCommands ? out : `kubectl apply -f - <<'MANIFESTS'\n${out}\nMANIFESTS`
    const done = await session.shell(`cd "$HOME" && set -e\n${line}`)
    expect(done.code, done.err).toBe(0)
    const graded = await gradeEmbedded()
    expect(graded.checks.filter(({ passed }) => passed !== true)).toEqual([])
    expect([graded.code, graded.score]).toEqual([0, graded.max])
    expect((await session.grade('start', task, '--variant', 'default', '--brief')).code).toBe(0)
  })

    test('the start state fails, the commands of the solution earn every point', async () => {
      expect((await session.grade('start', task, '--force')).code).toBe(0)
      expect((await gradeEmbedded()).code).toBe(1)
      const commands = readFileSync(join(folderOf(task), 'solution/commands.sh'), 'utf8')
      const done = await session.shell(`cd "$HOME" && set -e\n${commands}`)
      expect(done.code, done.err).toBe(0)
      const graded = await gradeEmbedded()
      expect(graded.checks.filter(({ passed }) => passed !== true)).toEqual([])
      expect([graded.code, graded.score]).toEqual([0, graded.max])
    })

    if (task === '2-2')
      test('a container that rewrites its server’s port by a script earns every point from a file too', async () => {
        const file = join(session.home, 'script.yaml')
        writeFileSync(file, NGINX_BY_SCRIPT)
        const { code, out } = await session.grade(task, '--file', file, '--format', 'json')
        const graded = parse(code, out)
        expect([graded.code, graded.score]).toEqual([0, graded.max])
      })

    const wrongs = existsSync(join(folderOf(task), 'wrong')) ? readdirSync(join(folderOf(task), 'wrong')) : []
    test.each(wrongs)('%s fails in the cluster as it fails in the file', async (name) => {
      const file = join(folderOf(task), 'wrong', name, 'answer.yaml')
      const fromFile = await session.grade(task, '--file', file, '--format', 'json')
      const expected = parse(fromFile.code, fromFile.out)
      // What the API server refuses never gets into a cluster: there is nothing to compare.
      const applied =
        (await session.grade('reset', '--yes')).code === 0 &&
        (await session.grade('start', task)).code === 0 &&
        (await session.shell(`kubectl apply --dry-run=server -f ${file}`)).code === 0
      if (!applied) {
        expect([1, 2]).toContain(expected.code)
        return
      }
      // A Pod's containers cannot be changed: a learner who means to makes it anew.
      for (const pod of podsIn(file)) await session.shell(`kubectl delete pod ${pod} --now --ignore-not-found`)
      await session.shell(`kubectl apply -f ${file}`)
      await settle()
      if (task === '5-2') await recordHere(file)
      const inCluster = await gradeEmbedded()
      expect(inCluster.code).toBe(1)
      expect(verdicts(inCluster)).toEqual(verdicts(expected))
      // A Pod that a repair moves has another address then, in a cluster: what was recorded of it is old.
      expect(causes(inCluster)).toEqual(
        name === 'other-namespace' && task === '5-2' ? without(causes(expected), 'pod-recorded') : causes(expected),
      )
      let graded = inCluster
      for (let round = 0; round < 3 && graded.code !== 0; round++) {
        const [repair] = repairsOf(graded)
        expect(repair, 'a repair for what still fails').toBeDefined()
        if (repair === undefined) return
        await repairByHand(repair)
        graded = await gradeEmbedded()
        expect(verdicts(graded)).toMatchObject(Object.fromEntries(repair.passing.map((id) => [id, true])))
      }
      expect(graded.code).toBe(0)
    })
})
}
