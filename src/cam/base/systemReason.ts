import { getSystemErrorMap } from 'node:util';

/** Why a call of the system failed, in words such as `permission denied`; of any other error its message. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { errno } = error as NodeJS.ErrnoException;
  const [, words] = (errno !== undefined && getSystemErrorMap().get(errno)) || [];
  return words ?? error.message;
}
