// node --import ./tools/process/typescript.mjs <file.ts>: Node runs TypeScript by itself where it can, which is a quarter
// faster than what tsx makes of it.
if (!process.features.typescript) {
  await import('tsx');
}
