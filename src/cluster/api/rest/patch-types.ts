/** The media types of patches. @see Kubernetes documentation, "Update API Objects in Place Using kubectl patch" */
export const APPLY = 'application/apply-patch+yaml'
export const JSON_PATCH = 'application/json-patch+json'
export const MERGE = 'application/merge-patch+json'
export const STRATEGIC = 'application/strategic-merge-patch+json'
