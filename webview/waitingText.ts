/** Said while a file is being written. */
export function waitingText(fileName: string): string {
  return `Waiting until ${fileName} is complete. What is shown is of the file as it was.`;
}
