import type { Extension } from './extension.ts'

export const EXTENSIONS: readonly Extension[] = []
