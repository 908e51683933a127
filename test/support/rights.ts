/** The user `nobody` of Unix systems. */
const NOBODY = 65534;

/** Does something as a user without rights to the files of others: the super-user may write everywhere. */
export function withoutRights(work: () => void): void {
  const isSuperUser = process.geteuid?.() === 0;
  if (isSuperUser) process.seteuid?.(NOBODY);
  try {
    work();
  } finally {
    if (isSuperUser) process.seteuid?.(0);
  }
}
