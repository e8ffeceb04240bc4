/** The words of what is written into real clusters, and removed again. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'
import { englishRepairs, koreanRepairs, type RepairProblem } from './repairs.ts'

type RealProblem = 'not-agreed' | 'place-missing' | 'namespace-stuck' | 'object-stuck' | RepairProblem

interface RealMessages {
  readonly help: Readonly<Record<'clean' | 'section' | 'yes', string>>
  readonly problems: Readonly<Record<RealProblem, (detail: ProblemDetail) => ProblemText>>
  wouldMake(cluster: string): string
  wouldRemove(cluster: string): string
  make(count: number): string
  remove(count: number): string
  readonly yesOrNo: string
  /** Answers that mean yes. */
  readonly yes: RegExp
  readonly nothing: string
  removed(lines: string): string
  kept(lines: string): string
  /** `kubectl` is how it is called for the cluster. */
  fresh(kubectl: string): string
}

export const englishReal: RealMessages = {
  help: {
    clean: 'remove what grade start and probes have put into a real cluster',
    section: 'only of this section',
    yes: 'do not ask before something is written to a cluster of your kubeconfig',
  },
  problems: {
    ...englishRepairs.problems,
    'not-agreed': ({ question }) => ({
      what: 'Nothing was changed.',
      why: question === undefined || question === '' ? '' : `Nobody said yes to: ${question}`,
      todo: '--yes says it beforehand.',
    }),
    'place-missing': ({ choices }) => ({
      what: 'This is for real clusters, and none was named.',
      todo: `Add --on with one of ${choices ?? ''}; with kubeconfig add --context, too. grade reset is for the embedded cluster.`,
    }),
    'namespace-stuck': ({ name, reason, kubectl }) => ({
      what: `Namespace ${name ?? ''} has been on its way out for more than a minute.`,
      why: reason ?? '',
      todo: `${kubectl ?? ''} get namespace ${name ?? ''} -o yaml shows what it waits for. Once it is gone, the same command works. Nothing else was changed.`,
    }),
    'object-stuck': ({ path, reason, get }) => ({
      what: 'An object that was removed is still there after a minute.',
      where: path ?? '',
      why: reason === undefined || reason === '' ? '' : `Its finalizers: ${reason}.`,
      todo: `${get ?? ''} shows what it waits for. Once it is gone, the same command works.`,
    }),
  },
  wouldMake: (cluster) => `In the cluster of context ${cluster} these are missing:`,
  wouldRemove: (cluster) => `In the cluster of context ${cluster} these would be removed:`,
  make: (count) => `Make ${count === 1 ? 'it' : `these ${count}`}?`,
  remove: (count) => `Remove ${count === 1 ? 'it' : `these ${count}`}?`,
  yesOrNo: '[y/N]',
  yes: /^y(?:es)?$/iu,
  nothing: 'Nothing is there that grade start has put into this cluster.',
  removed: (lines) => `Removed:\n${lines}`,
  kept: (lines) => `These namespaces stay, since others’ objects are in them:\n${lines}`,
  fresh: (kubectl) => `Images may have to be pulled first: ${kubectl} get pods -A shows when the Pods run.`,
}

export const koreanReal: RealMessages = {
  help: {
    clean: 'grade start와 프로브가 실제 클러스터에 만든 것을 지웁니다',
    section: '이 단원의 것만',
    yes: 'kubeconfig의 클러스터에 쓰기 전에 묻지 않습니다',
  },
  problems: {
    ...koreanRepairs.problems,
    'not-agreed': ({ question }) => ({
      what: '아무것도 바꾸지 않았습니다.',
      why: question === undefined || question === '' ? '' : `다음에 동의하지 않았습니다: ${question}`,
      todo: '미리 동의하려면 --yes를 붙이세요.',
    }),
    'place-missing': ({ choices }) => ({
      what: '실제 클러스터를 위한 명령인데 클러스터를 지정하지 않았습니다.',
      todo: `--on에 ${choices ?? ''} 가운데 하나를 주세요. kubeconfig이면 --context도 붙입니다. 내장 클러스터에는 grade reset을 씁니다.`,
    }),
    'namespace-stuck': ({ name, reason, kubectl }) => ({
      what: ko(`네임스페이스 ${name ?? ''}이(가) 1분 넘게 지워지는 중입니다.`),
      why: reason ?? '',
      todo: `무엇을 기다리는지 ${kubectl ?? ''} get namespace ${name ?? ''} -o yaml로 보세요. 없어지면 같은 명령을 다시 실행하세요. 다른 것은 바꾸지 않았습니다.`,
    }),
    'object-stuck': ({ path, reason, get }) => ({
      what: '지운 오브젝트가 1분이 지나도 남아 있습니다.',
      where: path ?? '',
      why: reason === undefined || reason === '' ? '' : `finalizer: ${reason}.`,
      todo: `무엇을 기다리는지 ${get ?? ''} 명령으로 보세요. 없어지면 같은 명령을 다시 실행하세요.`,
    }),
  },
  wouldMake: (cluster) => `컨텍스트 ${cluster}의 클러스터에 다음이 없습니다:`,
  wouldRemove: (cluster) => `컨텍스트 ${cluster}의 클러스터에서 다음을 지웁니다:`,
  make: (count) => `${count}개를 만들까요?`,
  remove: (count) => `${count}개를 지울까요?`,
  yesOrNo: '[y/N]',
  yes: /^(?:y(?:es)?|\uc608|\ub124)$/iu,
  nothing: '이 클러스터에는 grade start가 만든 것이 없습니다.',
  removed: (lines) => `지웠습니다:\n${lines}`,
  kept: (lines) => `다른 사람의 오브젝트가 들어 있어 다음 네임스페이스는 남겨 둡니다:\n${lines}`,
  fresh: (kubectl) => `이미지를 먼저 내려받을 수 있습니다. Pod가 언제 실행되는지는 ${kubectl} get pods -A로 봅니다.`,
}

export const realMessages = (language: Language): RealMessages => (language === 'ko' ? koreanReal : englishReal)
