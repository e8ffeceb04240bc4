/** The words of `grade cluster`, and of what deletes or replaces the cluster's objects. */
import type { SavedState } from '../../daemon/saved-states.ts'
import { wordsOfReason, type ProblemDetail, type ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

type ClusterProblem =
  | 'confirm-reset'
  | 'confirm-import'
  | 'confirm-restore'
  | 'archive-unreadable'
  | 'nothing-to-save'
  | 'saved-exists'
  | 'saved-missing'
  | 'saved-name-bad'

type ClusterHelp =
  'cluster' | 'export' | 'import' | 'save' | 'restore' | 'saved' | 'forget' | 'file' | 'name' | 'yes' | 'replace'

interface ClusterMessages {
  readonly help: Readonly<Record<ClusterHelp, string>>
  readonly problems: Readonly<Record<ClusterProblem, (detail: ProblemDetail) => ProblemText>>
  imported(count: number, isRunning: boolean): string
  saved(state: SavedState): string
  restored(name: string, count: number, isRunning: boolean): string
  forgotten(name: string): string
  readonly noneSaved: string
}

/** A line of the list: name, when, how large. */
export const savedLine = ({ name, savedAtMs, bytes }: SavedState, width: number): string =>
  `${name.padEnd(width)}  ${new Date(savedAtMs).toISOString().slice(0, 19)}Z  ${`${Math.ceil(bytes / 1000)} kB`.padStart(10)}`

export const englishCluster: ClusterMessages = {
  help: {
    cluster: 'the embedded cluster’s state: to and from a file, or saved under a name and put back',
    export: 'write all objects as YAML',
    import: 'put a file’s objects in the place of all there are',
    save: 'save the state under a name, while the cluster runs or not',
    restore: 'put a saved state in the place of what is there',
    saved: 'list the saved states',
    forget: 'remove a saved state',
    file: 'the YAML file; - is standard output or input',
    name: 'a name of lowercase letters, digits, - and .',
    yes: 'replace everything that is there',
    replace: 'replace the state that was saved under this name',
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
    'confirm-restore': ({ name }) => ({
      what: 'restore puts the saved state in the place of every object in the embedded cluster.',
      todo: `grade cluster save NAME keeps what is there; grade cluster restore ${name ?? 'NAME'} --yes replaces it.`,
    }),
    'nothing-to-save': () => ({
      what: 'There is no embedded cluster to save yet.',
      todo: 'grade up starts it.',
    }),
    'saved-exists': ({ name }) => ({
      what: `A state named ${name ?? ''} was saved before.`,
      todo: `Choose another name, or replace it: grade cluster save ${name ?? ''} --replace. Nothing was changed.`,
    }),
    'saved-missing': ({ name, there }) => ({
      what: `No state was saved as ${name ?? ''}.`,
      why: there === undefined || there === '' ? 'There are none.' : `There are: ${there}.`,
      todo: 'grade cluster save NAME saves one. Nothing was changed.',
    }),
    'saved-name-bad': ({ name }) => ({
      what: `${name ?? ''} cannot name a saved state.`,
      why: 'A name has at most 63 lowercase letters, digits, dashes and dots, and begins and ends with a letter or a digit.',
      todo: 'For example: grade cluster save before-policies',
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
  saved: ({ name }) => `Saved as ${name}. Put back by: grade cluster restore ${name} --yes`,
  restored: (name, count, isRunning) =>
    `The embedded cluster has the ${count} objects saved as ${name}.${isRunning ? '' : ' grade up starts it.'}`,
  forgotten: (name) => `${name} is removed.`,
  noneSaved: 'No state is saved. grade cluster save NAME saves one.',
}

export const koreanCluster: ClusterMessages = {
  help: {
    cluster: '내장 클러스터의 상태를 파일로 내보내고 가져오거나, 이름을 붙여 저장하고 되돌립니다',
    export: '모든 오브젝트를 YAML로 씁니다',
    import: '지금 있는 것을 모두 파일의 오브젝트로 바꿉니다',
    save: '상태를 이름을 붙여 저장합니다. 클러스터가 실행 중이어도 됩니다',
    restore: '지금 있는 것을 모두 저장된 상태로 바꿉니다',
    saved: '저장된 상태를 나열합니다',
    forget: '저장된 상태를 지웁니다',
    file: 'YAML 파일. -는 표준 출력 또는 표준 입력',
    name: '소문자, 숫자, -, .으로 된 이름',
    yes: '지금 있는 것을 모두 바꿉니다',
    replace: '이 이름으로 저장된 상태를 바꿉니다',
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
    'confirm-restore': ({ name }) => ({
      what: 'restore는 내장 클러스터의 모든 오브젝트를 저장된 상태로 바꿉니다.',
      todo: `지금 상태를 남기려면 grade cluster save 이름, 바꾸려면 grade cluster restore ${name ?? '이름'} --yes`,
    }),
    'nothing-to-save': () => ({
      what: '저장할 내장 클러스터가 아직 없습니다.',
      todo: 'grade up으로 시작하세요.',
    }),
    'saved-exists': ({ name }) => ({
      what: `이미 저장된 이름입니다: ${name ?? ''}`,
      todo: `다른 이름을 고르거나, 바꾸려면: grade cluster save ${name ?? ''} --replace. 바뀐 것은 없습니다.`,
    }),
    'saved-missing': ({ name, there }) => ({
      what: `저장된 상태가 없습니다: ${name ?? ''}`,
      why: there === undefined || there === '' ? '저장된 것이 하나도 없습니다.' : `저장된 이름: ${there}`,
      todo: 'grade cluster save 이름으로 저장합니다. 바뀐 것은 없습니다.',
    }),
    'saved-name-bad': ({ name }) => ({
      what: `저장할 이름으로 쓸 수 없습니다: ${name ?? ''}`,
      why: '이름은 소문자, 숫자, 대시, 점으로 63자까지이고, 글자나 숫자로 시작하고 끝나야 합니다.',
      todo: '예: grade cluster save before-policies',
    }),
    'archive-unreadable': (detail) => ({
      what: '클러스터를 내보낸 파일이 아닙니다.',
      where: detail['path'] ?? '',
      why: wordsOfReason(detail).ko,
      todo: 'grade cluster export가 쓴 파일을 지정하세요. 바뀐 것은 없습니다. 매니페스트는 kubectl apply로 적용하세요.',
    }),
  },
  imported: (count, isRunning) =>
    `내장 클러스터에 파일의 오브젝트 ${count}개가 있습니다.${isRunning ? '' : ' grade up으로 시작하세요.'}`,
  saved: ({ name }) => `저장했습니다: ${name}. 되돌리려면: grade cluster restore ${name} --yes`,
  restored: (name, count, isRunning) =>
    `내장 클러스터에 저장된 상태 ${name}의 오브젝트 ${count}개가 있습니다.${isRunning ? '' : ' grade up으로 시작하세요.'}`,
  forgotten: (name) => `지웠습니다: ${name}`,
  noneSaved: '저장된 상태가 없습니다. grade cluster save 이름으로 저장합니다.',
}

export const clusterMessages = (language: Language): ClusterMessages => (language === 'ko' ? koreanCluster : englishCluster)
