/**
 * Said while a file is being written.
 * @param isOlderShown whether something is shown meanwhile
 */
export function waitingText(fileName: string, isOlderShown: boolean): string {
  const waiting = `Waiting until ${fileName} is complete.`;
  return isOlderShown ? `${waiting} What is shown is of the file as it was.` : waiting;
}
