import { parseToWebview, type FromWebview, type ToWebview } from '@patchbay/language-server/protocol';

/** The way to whoever holds the manifest: the editor's extension, or a stand-in in a plain browser. */
export interface Channel {
  /** Sends a message. */
  post(message: FromWebview): void;
  /** Calls `listener` with every valid message; anything else is dropped. Returns how to stop. */
  listen(listener: (message: ToWebview) => void): () => void;
  /** What was last given to `remember`, also after the editor hid and showed the page again. */
  recall(): unknown;
  remember(value: unknown): void;
}

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(value: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

/** The channel to the extension. May be called once per page: the editor hands its interface out once. */
export function editorChannel(): Channel {
  const editor = acquireVsCodeApi();
  return {
    post: (message) => editor.postMessage(message),
    listen: (listener) => {
      const receive = (event: MessageEvent<unknown>) => {
        const message = parseToWebview(event.data);
        if (message) listener(message);
      };
      window.addEventListener('message', receive);
      return () => window.removeEventListener('message', receive);
    },
    recall: () => editor.getState(),
    remember: (value) => editor.setState(value),
  };
}
