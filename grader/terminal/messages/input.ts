/** What is said of a command's input: files, what they hold, and options. */
import type { ProblemDetail, ProblemText } from '../problem.ts'
import { ko } from '../../../src/grading/korean.ts'

type InputProblem =
  'file-unreadable' | 'file-missing' | 'folder-empty' | 'manifests-refused' | 'policies-unknown' | 'option-not-here' | 'no-pods'

interface InputMessages {
  readonly problems: Readonly<Record<InputProblem, (detail: ProblemDetail) => ProblemText>>
  readonly warnings: {
    readonly skipped: (kinds: string) => string
    readonly duplicate: (name: string, ignored: string, applied: string) => string
  }
}

const or = (value: string | undefined, otherwise: string): string => (value === undefined || value === '' ? otherwise : value)

export const englishInput: InputMessages = {
  problems: {
    'file-unreadable': ({ path, reason }) => ({
      what: 'A file that was named cannot be read.',
      where: or(path, ''),
      why: or(reason, ''),
      todo: 'Correct the path, or make the file readable. - reads standard input.',
    }),
    'file-missing': () => ({
      what: 'Grading manifests needs the manifests.',
      todo: 'Name them: --file PATH. A folder gives all its YAML and JSON files, - is standard input.',
    }),
    'manifests-refused': ({ problems: lines }) => ({
      what: 'The API server would not take these manifests.',
      where: (lines ?? '').split('\n').join('\n         '),
      todo: 'Correct them; grade <task> --file explains such mistakes at length.',
    }),
    'policies-unknown': ({ kinds }) => ({
      what: 'There are policies of a kind that is not known here, so nothing can be said of all of them.',
      where: kinds ?? '',
      todo: 'Leave them out on purpose, or write them as networking.k8s.io/v1 NetworkPolicy or policy.networking.k8s.io/v1alpha2 ClusterNetworkPolicy.',
    }),
    'folder-empty': ({ path }) => ({
      what: 'A folder that was named holds no manifests.',
      where: path ?? '',
      why: 'Files whose names end in .yaml, .yml or .json are read, in folders inside it, too.',
      todo: 'Name the folder or the file that holds them.',
    }),
    'option-not-here': ({ option, command }) => ({
      what: `${command ?? ''} does not take ${option ?? ''}.`,
      why: 'It is an option of grade <task>.',
      todo: `Leave it out; ${command ?? ''} --help lists what it takes.`,
    }),
    'no-pods': ({ namespaces, where, nearest }) => ({
      what: 'There are no running Pods to ask, so there is nobody to show.',
      where: `${or(where, 'the embedded cluster')}: ${namespaces === '' ? 'no namespaces' : `namespaces ${namespaces ?? ''}`}`,
      todo: `${nearest === undefined || nearest === '' ? '' : `Did you mean "${nearest}"? `}Give manifests of Pods or workloads with --file, or other namespaces with --namespace.`,
    }),
  },
  warnings: {
    skipped: (kinds) => `grade: left out, because nothing here knows them: ${kinds}`,
    duplicate: (name, ignored, applied) =>
      `grade: ${name} is given twice: ${ignored} and ${applied}. The later counts, as with kubectl apply; remove or rename one.`,
  },
}

export const koreanInput: InputMessages = {
  problems: {
    'file-unreadable': ({ path, reason }) => ({
      what: '지정한 파일을 읽을 수 없습니다.',
      where: path ?? '',
      why: reason ?? '',
      todo: '경로를 고치거나 파일을 읽을 수 있게 하세요. -는 표준 입력을 읽습니다.',
    }),
    'file-missing': () => ({
      what: '매니페스트를 채점하려면 매니페스트가 필요합니다.',
      todo: '--file PATH로 지정하세요. 폴더를 주면 그 안의 YAML과 JSON 파일을 모두 읽고, -는 표준 입력입니다.',
    }),
    'manifests-refused': ({ problems: lines }) => ({
      what: 'API 서버가 받아들이지 않을 매니페스트입니다.',
      where: (lines ?? '').split('\n').join('\n         '),
      todo: '고친 뒤 다시 실행하세요. grade <과제> --file은 이런 실수를 자세히 설명합니다.',
    }),
    'policies-unknown': ({ kinds }) => ({
      what: '여기서 알지 못하는 종류의 정책이 있어, 정책 전체에 대해 말할 수 없습니다.',
      where: kinds ?? '',
      todo: '일부러 빼거나, networking.k8s.io/v1 NetworkPolicy 또는 policy.networking.k8s.io/v1alpha2 ClusterNetworkPolicy로 쓰세요.',
    }),
    'folder-empty': ({ path }) => ({
      what: '지정한 폴더에 매니페스트가 없습니다.',
      where: path ?? '',
      why: '이름이 .yaml, .yml, .json으로 끝나는 파일을 하위 폴더까지 읽습니다.',
      todo: '매니페스트가 있는 폴더나 파일을 지정하세요.',
    }),
    'option-not-here': ({ option, command }) => ({
      what: ko(`${command ?? ''}에는 ${option ?? ''}을(를) 쓸 수 없습니다.`),
      why: 'grade <과제>의 옵션입니다.',
      todo: `빼고 실행하세요. 쓸 수 있는 옵션은 ${command ?? ''} --help에 나옵니다.`,
    }),
    'no-pods': ({ namespaces, where, nearest }) => ({
      what: '실행 중인 Pod가 없어 보여 줄 것이 없습니다.',
      where: `${or(where, '내장 클러스터')}: ${namespaces === '' ? '네임스페이스 없음' : `네임스페이스 ${namespaces ?? ''}`}`,
      todo: `${nearest === undefined || nearest === '' ? '' : `혹시 "${nearest}"인가요? `}--file로 Pod나 워크로드의 매니페스트를 주거나 --namespace로 다른 네임스페이스를 지정하세요.`,
    }),
  },
  warnings: {
    skipped: (kinds) => `grade: 알 수 없는 종류라서 제외함: ${kinds}`,
    duplicate: (name, ignored, applied) =>
      ko(
        `grade: ${name}이(가) 두 번 나옵니다: ${ignored}, ${applied}. kubectl apply처럼 뒤의 것이 적용됩니다. 하나를 지우거나 이름을 바꾸세요.`,
      ),
  },
}
