/** Like `Promise.all`, but a failure is thrown only when the others have ended too: nothing works on in the background. */
export async function allDone<Results extends readonly unknown[]>(tasks: {
  [Task in keyof Results]: Promise<Results[Task]>;
}): Promise<Results> {
  await Promise.allSettled(tasks);
  return (await Promise.all(tasks)) as unknown as Results;
}
