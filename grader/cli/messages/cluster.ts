/** The words of `grade cluster`, and of what deletes or replaces the cluster's objects. */
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './messages.ts'

type ClusterProblem = 'confirm-reset' | 'confirm-import' | 'archive-unreadable'

interface ClusterMessages {
  readonly help: Readonly<Record<'cluster' | 'what' | 'file' | 'yes', string>>
  readonly problems: Readonly<Record<ClusterProblem, (detail: ProblemDetail) => ProblemText>>
  imported(count: number, isRunning: boolean): string
}

export const englishCluster: ClusterMessages = {
  help: {
    cluster: 'write all objects of the embedded cluster as YAML, or put a file’s objects in their place',
    what: 'export or import',
    file: 'the YAML file; - is standard output or input',
    yes: 'replace everything that is there; needed for import',
  },
  problems: {
    'confirm-reset': () => ({
      what: 'reset deletes every object in the embedded cluster.',
      todo: 'grade reset --yes does it. grade start <task> --force resets one task only.',
    }),
    'confirm-import': () => ({
      what: 'import puts the file’s objects in the place of every object in the embedded cluster.',
      todo: 'grade cluster export FILE keeps what is there; grade cluster import FILE --yes replaces it.',
    }),
    'archive-unreadable': ({ path, reason }) => ({
      what: 'The file is no export of a cluster.',
      where: path ?? '',
      why: reason ?? '',
      todo: 'Give a file that grade cluster export has written. Nothing was changed. Manifests are for kubectl apply.',
    }),
  },
  imported: (count, isRunning) =>
    `The embedded cluster has the ${count} objects of the file.${isRunning ? '' : ' grade up starts it.'}`,
}

export const koreanCluster: ClusterMessages = {
  help: {
    cluster: '내장 클러스터의 모든 오브젝트를 YAML로 내보내거나, 파일의 오브젝트로 바꿉니다',
    what: 'export 또는 import',
    file: 'YAML 파일. -는 표준 출력 또는 표준 입력',
    yes: '지금 있는 것을 모두 바꿉니다. import에 필요합니다',
  },
  problems: {
    'confirm-reset': () => ({
      what: 'reset은 내장 클러스터의 모든 오브젝트를 지웁니다.',
      todo: '그래도 하려면: grade reset --yes. 과제 하나만 되돌리려면: grade start <과제> --force',
    }),
    'confirm-import': () => ({
      what: 'import는 내장 클러스터의 모든 오브젝트를 파일의 오브젝트로 바꿉니다.',
      todo: '지금 상태를 남기려면 grade cluster export 파일, 바꾸려면 grade cluster import 파일 --yes',
    }),
    'archive-unreadable': ({ path, reason }) => ({
      what: '클러스터를 내보낸 파일이 아닙니다.',
      where: path ?? '',
      why: reason ?? '',
      todo: 'grade cluster export가 쓴 파일을 지정하세요. 바뀐 것은 없습니다. 매니페스트는 kubectl apply로 적용하세요.',
    }),
  },
  imported: (count, isRunning) =>
    `내장 클러스터에 파일의 오브젝트 ${count}개가 있습니다.${isRunning ? '' : ' grade up으로 시작하세요.'}`,
}

export const clusterMessages = (language: Language): ClusterMessages => (language === 'ko' ? koreanCluster : englishCluster)
