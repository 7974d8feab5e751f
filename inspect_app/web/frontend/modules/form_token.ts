/**
 * Takes a fresh form key from the server for every form of this page: after somebody signed in again, the old one is worth nothing.
 * False when nobody, or somebody else, is signed in: what was typed here is not sent under another name.
 */
export async function renewFormToken(): Promise<boolean> {
  const response = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return false;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  if (fresh.body.dataset["account"] !== document.body.dataset["account"]) return false;
  const token = fresh.querySelector<HTMLInputElement>('input[name="csrf_token"]')?.value;
  if (!token) return false;
  for (const field of document.querySelectorAll<HTMLInputElement>('input[name="csrf_token"]')) field.value = token;
  return true;
}
