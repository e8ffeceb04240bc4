export const gradeTask = (): Promise<number> => Promise.reject(new Error('grading is not built yet'))
