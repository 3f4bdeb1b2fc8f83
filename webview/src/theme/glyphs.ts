import type { Kind } from '../diagram/kind.ts';

/** Outlines on a grid of 16 by 16, drawn as lines: one glyph for each kind of node. */
export const kindGlyphs: Readonly<Record<Kind, string>> = {
  database:
    'M3 4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2Zm0 0v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2',
  cache: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8l1-5.5Z',
  network: 'M8 2v4M3.5 10V8.5h9V10M8 6v4M2 10h3v3.5H2zM6.5 10h3v3.5h-3zM11 10h3v3.5h-3zM6.5 2h3v3h-3z',
  storage: 'M2 4h12l-1.4 9a1 1 0 0 1-1 .9H4.4a1 1 0 0 1-1-.9L2 4Zm0 0c0-1 2.7-1.8 6-1.8S14 3 14 4',
  queue: 'M1.5 5h3v6h-3zM6.5 5h3v6h-3zM11.5 8h3M13 6.2 14.8 8 13 9.8M1.5 5',
  cluster: 'M8 1.5 13.6 4.7v6.6L8 14.5l-5.6-3.2V4.7L8 1.5Zm0 4 2.2 1.3v2.4L8 10.5 5.8 9.2V6.8L8 5.5Z',
  dns: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8Zm0 0c2 1.7 2.8 3.9 2.8 6.2S10 12.5 8 14.2C6 12.5 5.2 10.3 5.2 8S6 3.5 8 1.8ZM2 8h12',
  secret: 'M10.5 2a3.5 3.5 0 1 1-2.9 5.4L3 12v2h2.5v-1.5H7V11l1.6-1.6M11 5h.01',
  identity: 'M8 1.8a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM2.5 14c.3-3 2.5-4.6 5.5-4.6s5.2 1.6 5.5 4.6Z',
  app: 'M2 2.5h12v11H2zM2 5.5h12M4 4h.01M6 4h.01M6 8.2 4.5 9.7 6 11.2M10 8.2l1.5 1.5L10 11.2',
  other: 'M8 1.8 13.8 5v6L8 14.2 2.2 11V5L8 1.8Zm0 6.2 5.8-3M8 8 2.2 5M8 8v6.2',
};

export const actionGlyphs = {
  plan: 'M3 3.5h.01M3 8h.01M3 12.5h.01M6 3.5h8M6 8h8M6 12.5h8',
  deploy: 'M4 2.5v11l9-5.5-9-5.5Z',
  destroy: 'M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4M6.7 6.5v4.5M9.3 6.5v4.5',
  cancel: 'M3.5 3.5h9v9h-9z',
  fit: 'M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5',
  arrange: 'M1.5 2.5h4v3h-4zM1.5 10.5h4v3h-4zM10.5 6.5h4v3h-4zM5.5 4H8v4h2.5M5.5 12H8V8',
  search: 'M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2Zm3.6 8.6L14 14',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  close: 'm4 4 8 8M12 4l-8 8',
  palette: 'M2 2.5h12v11H2zM6 2.5v11',
  inspector: 'M2 2.5h12v11H2zM10 2.5v11',
  chevron: 'm6 4 4 4-4 4',
  warning: 'M8 2 14.5 13.5h-13L8 2Zm0 4.5v3.5M8 11.8h.01',
  link: 'M9.5 2.5H13.5V6.5M13.5 2.5 7.5 8.5M12 9v4.5H2.5V4H7',
  grip: 'M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01',
} as const;
export type ActionGlyph = keyof typeof actionGlyphs;
