/** The reader's progress in this browser, in the shape of the terminal's file. */
import { parseProgress, type Progress } from '../../src/course/progress.ts'
import { readStored, store } from './storage.ts'

const KEY = 'netgrade-progress'

export const loadProgress = (): Progress => parseProgress(readStored(KEY) ?? '{}') ?? {}

export const saveProgress = (progress: Progress): void => store(KEY, JSON.stringify(progress))
