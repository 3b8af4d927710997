// node --import ./tools/process/typescript.mjs <file.ts>: Node runs TypeScript by itself where it can. Histories of the
// simulation take a quarter less time then: tsx notes the name of each function whenever one is made.
if (!process.features.typescript) {
  await import('tsx');
}
