// Each promise of the prose is broken once, on a copy of a section that keeps them all; every problem names file and line.
import { expect, test } from 'vitest'
import { checkProse } from '../../../../src/course/check/check-prose.ts'
import { renderContentProblem } from '../../../../src/course/problem.ts'
import { readSection } from '../../../../src/course/read-section.ts'
import { layVariant, PLAIN } from '../../../../src/course/variants.ts'
import { sourceOf, targets } from '../../../content/sections.ts'

type Change = readonly [file: string, from: string, to: string]

const problemsOf = async (id: string, ...changes: readonly Change[]): Promise<readonly string[]> => {
  const source = layVariant(sourceOf(id), PLAIN)
  const files = { ...source.files }
  for (const [file, from, to] of changes) {
    expect(files[file]).toContain(from)
    files[file] = (files[file] ?? '').replace(from, to)
  }
  const changed = { ...source, files }
  return (await checkProse(changed, readSection(changed).section, targets)).map(renderContentProblem)
}

const both = (from: string, to: string): readonly Change[] => [
  ['en.md', from, to],
  ['ko.md', from, to],
]

test.each<[what: string, id: string, changes: readonly Change[], expected: readonly RegExp[]]>([
  ['a sound concept', '1-2', [], []],
  ['a sound exercise', '3-3', [], []],
  [
    'a block that the API server refuses',
    '1-2',
    both('targetPort: 8080', 'targetPort: 80800'),
    [/^tasks\/1-2\/en\.md:\d+:1: .*80800/u],
  ],
  ['a block that is no YAML', '1-2', both('    - port: 80 #', '  - port: 80 #'), [/^tasks\/1-2\/en\.md:\d+:1: /u]],
  [
    'a block marked wrong for no cause of the catalogue',
    '3-2',
    both('wrong=policy-peers-or-not-and', 'wrong=policy-peers'),
    [/^tasks\/3-2\/en\.md:\d+:1: policy-peers is no cause/u],
  ],
  [
    'a block marked wrong for another cause than it has',
    '3-2',
    both('wrong=policy-peers-or-not-and', 'wrong=policy-peers-and-not-or'),
    [/^tasks\/3-2\/en\.md:\d+:1: is wrong for policy-peers-or-not-and, not for policy-peers-and-not-or$/u],
  ],
  [
    'a block marked wrong that is right',
    '3-2',
    both(
      '        - podSelector: { matchLabels: { role: monitor } }',
      '          podSelector: { matchLabels: { role: monitor } }',
    ),
    [/^tasks\/3-2\/en\.md:\d+:1: is marked wrong for policy-peers-or-not-and, but does what it was meant for$/u],
  ],
  [
    'a block marked wrong that does not say what it was meant for',
    '3-2',
    both(' blocked=pod/ops/intern,service/shop/api:80', ''),
    [/^tasks\/3-2\/en\.md:\d+:1: nothing is wrong with the block itself: in=STATE /u],
  ],
  [
    'a block marked wrong that was meant for nothing that can be read',
    '3-2',
    both('blocked=pod/ops/intern,service/shop/api:80', 'blocked=pod/ops/intern'),
    [/^tasks\/3-2\/en\.md:\d+:1: blocked=pod\/ops\/intern names no client and target, /u],
  ],
  [
    'a block marked wrong in a state that is not there',
    '3-2',
    both('in=states/both.yaml', 'in=states/neither.yaml'),
    [/^tasks\/3-2\/en\.md:\d+:1: states\/neither\.yaml is no file of this section$/u],
  ],
  [
    'a block that the API server refuses, and that is marked so',
    '1-2',
    [...both('```yaml', '```yaml wrong=value-invalid'), ...both('targetPort: 8080', 'targetPort: 80800')],
    [],
  ],
  [
    'a block that the API server refuses, and that is marked for something else',
    '1-2',
    [...both('```yaml', '```yaml wrong=service-selects-no-pod'), ...both('targetPort: 8080', 'targetPort: 80800')],
    [/^tasks\/1-2\/en\.md:\d+:1: is wrong for value-invalid, not for service-selects-no-pod$/u],
  ],
  [
    'a block of a kind that is not there',
    '1-2',
    both('kind: Service\n', 'kind: Servise\n'),
    [/^tasks\/1-2\/en\.md:\d+:1: Servise v1 is no kind that is known here$/u],
  ],
  [
    'a block that differs between languages',
    '1-2',
    [['ko.md', 'name: cart\n', 'name: basket\n']],
    [/^tasks\/1-2\/ko\.md:\d+:1: the block of en\.md:\d+ \(yaml\) has to stand here as it is$/u],
  ],
  [
    'a block that differs in a value that only looks like a comment',
    '1-2',
    [
      ['en.md', 'app: cart #', "app: 'cart # 1' #"],
      ['ko.md', 'app: cart #', "app: 'cart # 2' #"],
    ],
    [/^tasks\/1-2\/ko\.md:\d+:1: the block of en\.md:\d+ \(yaml\) has to stand here as it is$/u, /cart # 1/u],
  ],
  [
    'a comment that is not translated',
    '1-2',
    [['ko.md', '# 어느 Pod인지', '# which Pods']],
    [/^tasks\/1-2\/ko\.md:76:1: the comment is not translated$/u],
  ],
  ['a comment that is a name alone', '1-2', [['ko.md', '# 어느 Pod인지', '# Pods']], []],
  [
    'a comment that only one language has',
    '1-2',
    [['ko.md', ' # 어느 Pod인지', '']],
    [/^tasks\/1-2\/ko\.md:68:1: the block of /u],
  ],
  [
    'a comment in Korean in the English text',
    '1-2',
    [['en.md', '# which Pods', '# 어느 Pod인지']],
    [/^tasks\/1-2\/en\.md:\d+:1: Korean stands in the English block$/u],
  ],
  [
    'a console block of a state that is not there',
    '1-2',
    both('console run=states/shop.yaml', 'console run=states/none.yaml'),
    [/^tasks\/1-2\/en\.md:\d+:1: states\/none\.yaml is no file of this section$/u],
  ],
  ['a console block that nobody runs', '3-3', both('console try', 'console'), [/^tasks\/3-3\/en\.md:\d+:1: is not marked /u]],
  [
    'a drawing of a Pod that its state does not have',
    '1-1',
    both('pod: team/web\n', 'pod: team/webb\n'),
    [/^tasks\/1-1\/en\.md:\d+:\d+: .*team\/webb/u],
  ],
  [
    'a drawing of a kind that is not known',
    '1-1',
    both('kind: pod\n', 'kind: pods\n'),
    [/^tasks\/1-1\/en\.md:\d+:\d+: .*pods/u],
  ],
  ['a block of a language that nothing shows', '3-1', both('```yaml', '```toml'), [/:1: a block of toml; known: /u]],
  [
    'a paragraph that is not translated',
    '1-2',
    [['ko.md', '여기서 두 가지가 따라 나옵니다.', 'Two things follow from this.']],
    [/^tasks\/1-2\/ko\.md:\d+:1: the text is not translated$/u],
  ],
  [
    'a question that is not translated',
    '1-2',
    [['questions.yaml', "ko: '모든 노드의 커널에 있는 규칙에'", "ko: 'In rules of the kernel'"]],
    [/^tasks\/1-2\/questions\.yaml:\d+:\d+: questions\[0\]\.choice\.options\[2\]\.text\.ko: the text is not translated$/u],
  ],
  [
    'a word that the glossary rules out',
    '1-2',
    [['ko.md', '레이블입니다', '라벨입니다']],
    [/^tasks\/1-2\/ko\.md:\d+:1: the course says 레이블, not 라벨$/u],
  ],
  [
    'a link that leads nowhere',
    '1-2',
    [['en.md', '(cause:service-port-confusion)', '(cause:service-ports)']],
    [/^tasks\/1-2\/en\.md:\d+:1: cause:service-ports leads nowhere$/u],
  ],
  [
    'a concept without an example',
    '1-2',
    both('{#example}', '{#sample}'),
    [/^tasks\/1-2\/en\.md:1:1: headings needed: objectives, example, /u],
  ],
  [
    'an exercise without a summary',
    '3-3',
    both('{#summary}', '{#short}'),
    [/^tasks\/3-3\/en\.md:1:1: headings needed: objectives, task, /u],
  ],
])('%s', async (_what, id, changes, expected) => {
  const found = await problemsOf(id, ...changes)
  expect(found).toHaveLength(expected.length)
  for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern)
})
