import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { HttpError, listen } from './vendor/http.mjs';
import { serve } from './vendor/service.mjs';

/** Headers that speak of one hop, not of the message. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

serve(({ settings, password: _, ...order }) =>
  listen(order, (request, response, url) => {
    if (settings.closed !== null) throw new HttpError(503, settings.closed);
    const { assetsPath, bucket, api, timeout } = settings;
    const isAsset = bucket !== null && url.pathname.startsWith(`${assetsPath}/`);
    const target = isAsset ? `${bucket}${url.pathname.slice(assetsPath.length)}${url.search}` : `${api}${request.url}`;
    return forward(request, response, new URL(target), timeout);
  }),
);

function forward(request, response, target, timeout) {
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = {
    ...without(request.headers, hopByHop),
    host: target.host,
    'x-forwarded-for': request.socket.remoteAddress,
    'x-forwarded-host': request.headers.host,
    'x-forwarded-proto': 'http',
  };
  return new Promise((resolve, reject) => {
    const onward = send(target, { method: request.method, headers, timeout }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, without(answer.headers, hopByHop));
      answer.pipe(response);
      answer.on('error', reject);
      response.on('close', resolve);
    });
    onward.on('timeout', () => onward.destroy(new HttpError(504, `${target.host} did not answer in time.`)));
    onward.on('error', (error) => {
      const known = error instanceof HttpError;
      reject(known ? error : new HttpError(502, `${target.host} cannot be reached: ${error.code ?? error.message}.`));
    });
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
}

function without(headers, names) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
