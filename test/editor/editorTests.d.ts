/** All suites of this folder, gathered by test/scripts/editor.ts. */
declare module 'tandem-editor-tests';
