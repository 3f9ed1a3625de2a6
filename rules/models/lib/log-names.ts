/** Names that say that a store is for logs. */

/** Whether one of the words of a name is `log`: `EdgeLogBucket`, `alb-access-logs`, but not `catalog` or `login`. */
export function namesLogs(name: string): boolean {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .some((word) => /^(?:log|logs|logging)$/i.test(word));
}
