/**
 * Splits the login off a URL such as `http://user:password@127.0.0.1:47311/assets` and sends it
 * as basic authentication with every request, since `fetch` refuses such URLs.
 *
 * @param {string} address
 * @returns {(path: string, init?: RequestInit) => Promise<Response>} `path` is added to the address. Throws on an
 *   answer that is not 2xx.
 */
export function httpClient(address) {
  const url = new URL(address);
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`;
  const base = `${url.protocol}//${url.host}${url.pathname}`;
  return async (path, init = {}) => {
    const headers = { ...init.headers, authorization };
    const response = await fetch(base + path, { signal: AbortSignal.timeout(15_000), ...init, headers });
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${base}${path} answered ${response.status}`);
    return response;
  };
}
