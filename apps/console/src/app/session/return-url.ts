/** Only paths of this console: a link to the sign-in page must not be able to send people elsewhere. */
export function safeReturnUrl(url: string | undefined): string {
  const isPath = url?.startsWith('/') === true && !/^\/[/\\]/.test(url);
  return isPath ? (url ?? '/') : '/';
}
