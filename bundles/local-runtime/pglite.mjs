export { PGlite } from '@electric-sql/pglite';
export { PGLiteSocketServer } from '@electric-sql/pglite-socket';
