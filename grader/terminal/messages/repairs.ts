/** The words of repairs that are tried in a real cluster, or written to it. */
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

export type RepairProblem =
  'repair-needs-cluster' | 'repair-in-exam' | 'trial-not-permitted' | 'apply-not-permitted' | 'apply-changed' | 'apply-refused'

interface RepairMessages {
  readonly help: Readonly<Record<'tryRepairs' | 'apply' | 'yes', string>>
  readonly problems: Readonly<Record<RepairProblem, (detail: ProblemDetail) => ProblemText>>
  /** Before anything is written. */
  wouldCopy(cluster: string): string
  copy(count: number): string
  trying(index: number, count: number): string
  wouldApply(cluster: string): string
  apply(count: number): string
  readonly nothingToApply: string
  applied(lines: string): string
  /** How it is taken back. */
  undo(lines: string): string
  readonly again: string
  readonly watchIsTooMuch: string
  readonly verbs: Readonly<Record<'create' | 'update' | 'renew' | 'delete', string>>
}

export const englishRepairs: RepairMessages = {
  help: {
    tryRepairs: 'try the repairs that are shown for real: in a copy of the namespaces, which is removed again',
    apply: 'write the first repair to your own objects, after a question, and grade again',
    yes: 'do not ask before something is written to the cluster',
  },
  problems: {
    'repair-needs-cluster': ({ option }) => ({
      what: `${option ?? ''} is for real clusters.`,
      todo: 'Add --on kind, or --on kubeconfig --context NAME. For manifests and the embedded cluster each repair that is shown was tried on a copy already.',
    }),
    'repair-in-exam': ({ option }) => ({
      what: `${option ?? ''} is not there while an exam runs.`,
      todo: 'Leave it out: what is handed in has to be your own.',
    }),
    'trial-not-permitted': ({ context, lacking }) => ({
      what: `The user of context ${context ?? ''} may not make copies of namespaces.`,
      why: `Lacking: ${lacking ?? ''}.`,
      todo: 'Ask for these permissions, or leave --try-repairs out. Nothing was changed.',
    }),
    'apply-not-permitted': ({ context, lacking }) => ({
      what: `The user of context ${context ?? ''} may not write what the repair changes.`,
      why: `Lacking: ${lacking ?? ''}.`,
      todo: 'Ask for these permissions, or make the change in another way. Nothing was changed.',
    }),
    'apply-changed': ({ object }) => ({
      what: `${object ?? ''} is no longer as it was graded.`,
      why: 'Somebody has changed it meanwhile, and the repair was found for what it was.',
      todo: 'Grade again. Nothing was changed.',
    }),
    'apply-refused': ({ reason, undo }) => ({
      what: 'The API server refused a part of the repair.',
      why: reason ?? '',
      todo: undo === undefined || undo === '' ? 'Nothing was changed.' : `What was written before it is taken back by: ${undo}`,
    }),
  },
  wouldCopy: (cluster) => `In the cluster of context ${cluster} these would be made, and removed again:`,
  copy: (count) => `Make ${count === 1 ? 'it' : `these ${count}`} for a while?`,
  trying: (index, count) => `Trying a repair in a copy (${index} of ${count}). Ctrl-C ends it and removes the copy.`,
  wouldApply: (cluster) => `In the cluster of context ${cluster} these would be changed, as the repair above shows:`,
  apply: (count) => `Change ${count === 1 ? 'it' : `these ${count}`}?`,
  nothingToApply: 'There is no repair to apply: nothing was changed.',
  applied: (lines) => `Applied:\n${lines}`,
  undo: (lines) => `This takes it back:\n${lines}`,
  again: 'Graded again:',
  watchIsTooMuch: '--watch grades every second; --try-repairs and --apply write: use one of the two.',
  verbs: { create: 'made', update: 'changed', renew: 'deleted and made anew', delete: 'deleted' },
}

export const koreanRepairs: RepairMessages = {
  help: {
    tryRepairs: '보여 주는 수정을 실제로 시도합니다. 네임스페이스의 복사본에서 하고 복사본은 다시 지웁니다',
    apply: '첫 번째 수정을 물어본 뒤 내 오브젝트에 적용하고 다시 채점합니다',
    yes: '클러스터에 쓰기 전에 묻지 않습니다',
  },
  problems: {
    'repair-needs-cluster': ({ option }) => ({
      what: `${option ?? ''} 옵션은 실제 클러스터를 위한 것입니다.`,
      todo: '--on kind나 --on kubeconfig --context 이름을 붙이세요. 매니페스트와 내장 클러스터에서는 보여 주는 수정을 이미 복사본에서 시도했습니다.',
    }),
    'repair-in-exam': ({ option }) => ({
      what: `시험 중에는 ${option ?? ''} 옵션을 쓸 수 없습니다.`,
      todo: '옵션을 빼세요. 제출하는 것은 직접 만든 것이어야 합니다.',
    }),
    'trial-not-permitted': ({ context, lacking }) => ({
      what: `컨텍스트 ${context ?? ''}의 사용자에게 네임스페이스의 복사본을 만들 권한이 없습니다.`,
      why: `없는 권한: ${lacking ?? ''}.`,
      todo: '이 권한을 요청하거나 --try-repairs를 빼세요. 아무것도 바꾸지 않았습니다.',
    }),
    'apply-not-permitted': ({ context, lacking }) => ({
      what: `컨텍스트 ${context ?? ''}의 사용자에게 수정할 것을 쓸 권한이 없습니다.`,
      why: `없는 권한: ${lacking ?? ''}.`,
      todo: '이 권한을 요청하거나 다른 방법으로 수정하세요. 아무것도 바꾸지 않았습니다.',
    }),
    'apply-changed': ({ object }) => ({
      what: `${object ?? ''}: 채점했을 때와 달라졌습니다.`,
      why: '그 사이에 누군가 바꾸었고, 수정은 이전 상태에 맞춘 것입니다.',
      todo: '다시 채점하세요. 아무것도 바꾸지 않았습니다.',
    }),
    'apply-refused': ({ reason, undo }) => ({
      what: 'API 서버가 수정의 일부를 거부했습니다.',
      why: reason ?? '',
      todo: undo === undefined || undo === '' ? '아무것도 바꾸지 않았습니다.' : `그전에 쓴 것은 다음으로 되돌립니다: ${undo}`,
    }),
  },
  wouldCopy: (cluster) => `컨텍스트 ${cluster}의 클러스터에 다음을 만들었다가 다시 지웁니다:`,
  copy: (count) => `${count}개를 잠시 만들까요?`,
  trying: (index, count) =>
    `복사본에서 수정을 시도하는 중입니다(${count}개 가운데 ${index}번째). Ctrl-C로 멈추면 복사본도 지웁니다.`,
  wouldApply: (cluster) => `컨텍스트 ${cluster}의 클러스터에서 위의 수정대로 다음을 바꿉니다:`,
  apply: (count) => `${count}개를 바꿀까요?`,
  nothingToApply: '적용할 수정이 없습니다. 아무것도 바꾸지 않았습니다.',
  applied: (lines) => `적용했습니다:\n${lines}`,
  undo: (lines) => `다음으로 되돌립니다:\n${lines}`,
  again: '다시 채점했습니다:',
  watchIsTooMuch: '--watch는 매초 채점하고 --try-repairs와 --apply는 클러스터에 씁니다. 둘 가운데 하나만 쓰세요.',
  verbs: { create: '만듦', update: '바꿈', renew: '지우고 새로 만듦', delete: '지움' },
}

export const repairMessages = (language: Language): RepairMessages => (language === 'ko' ? koreanRepairs : englishRepairs)
